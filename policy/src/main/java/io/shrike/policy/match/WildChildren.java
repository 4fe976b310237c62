package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The children of a {@link PathNode} whose segments are globs; their automaton is built by the first lookup. */
final class WildChildren {
    private final Map<ByteString, PathNode> byText = new HashMap<>();
    private final List<Glob> globs = new ArrayList<>();
    private final List<PathNode> nodes = new ArrayList<>();
    private @Nullable GlobSet set;

    PathNode findOrAdd(PathNode parent, PathPattern.Wild segment) {
        PathNode known = byText.get(segment.text());
        if (known != null) {
            return known;
        }
        PathNode added = new PathNode(parent, ByteString.EMPTY, false);
        byText.put(segment.text(), added);
        globs.add(segment.glob());
        nodes.add(added);
        set = null;
        return added;
    }

    /** The numbers, for {@link #get}, of the children that the bytes from {@code from} to {@code to} lead to. */
    int[] match(ByteString path, int from, int to) {
        GlobSet automaton = set;
        if (automaton == null) {
            automaton = new GlobSet(globs);
            set = automaton;
        }
        return automaton.match(path, from, to);
    }

    PathNode get(int number) {
        return nodes.get(number);
    }
}
