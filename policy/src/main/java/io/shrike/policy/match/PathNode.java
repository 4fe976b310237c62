package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place in a {@link PathTable}: what the segments before it have led to. */
final class PathNode {
    private static final int[] NONE = {};

    /** The name that leads here from {@code parent} where it is a literal one. */
    final ByteString name;

    final int id;
    final @Nullable PathNode parent;
    /** Any segment leads back here. */
    final boolean loops;
    /** Lies below a {@code **}, so that it says nothing of one place in the file system. */
    final boolean anywhere;

    final List<PathNode> children = new ArrayList<>();

    @Nullable
    WildChildren wild;

    @Nullable
    PathNode deep;

    int[] self = NONE;
    int[] entries = NONE;
    int[] below = NONE;
    long stamp;

    /** Counts the nodes of the tree, for {@link #id}. */
    private final int[] issued;

    PathNode(@Nullable PathNode parent, ByteString name, boolean loops) {
        this.parent = parent;
        this.name = name;
        this.issued = parent == null ? new int[1] : parent.issued;
        this.id = issued[0]++;
        this.loops = loops;
        this.anywhere = loops || (parent != null && parent.anywhere);
        if (parent != null) {
            parent.children.add(this);
        }
    }

    PathNode deepChild() {
        PathNode child = deep;
        if (child == null) {
            child = new PathNode(this, ByteString.EMPTY, true);
            deep = child;
        }
        return child;
    }

    PathNode wildChild(PathPattern.Wild segment) {
        WildChildren children = wild;
        if (children == null) {
            children = new WildChildren();
            wild = children;
        }
        return children.findOrAdd(this, segment);
    }

    static int[] with(int[] rules, int rule) {
        int[] more = Arrays.copyOf(rules, rules.length + 1);
        more[rules.length] = rule;
        return more;
    }
}
