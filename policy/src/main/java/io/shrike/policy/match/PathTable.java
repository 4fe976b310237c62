package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Path rules as one tree of segments, walked once per path: a literal segment costs one probe of a hash table that holds
 * the edges of the whole tree, all wild segments below one place are one automaton, and {@code **} is a place that every
 * segment leads back to. Paths are absolute, without {@code .}, {@code ..} or symlinks; empty segments are skipped.
 *
 * <p>Not thread-safe: the walk keeps its places here.
 */
public final class PathTable {
    private final PathNode root;
    private final PathEdges edges;
    private PathNode[] current = new PathNode[16];
    private PathNode[] next = new PathNode[16];
    private int nextSize;
    private long stamp;

    private PathTable(PathNode root, PathEdges edges) {
        this.root = root;
        this.edges = edges;
    }

    /** Adds every rule that covers {@code path} to {@code hits}. */
    public void match(ByteString path, RuleHits hits) {
        walk(path, hits);
    }

    /**
     * Adds every rule that covers something strictly below the directory {@code path}: what moves when the directory does.
     * Left out are rules that cover the directory itself from further up ({@link #match} finds them), and those that could
     * be met anywhere, because a {@code **} leads to their place.
     */
    public void matchBelow(ByteString path, RuleHits hits) {
        int active = walk(path, null);
        for (int i = 0; i < active; i++) {
            PathNode node = current[i];
            if (!node.anywhere) {
                hits.addAll(node.entries);
                hits.addAll(node.below);
                addTree(node, hits);
            }
        }
    }

    private static void addTree(PathNode node, RuleHits hits) {
        List<PathNode> open = new ArrayList<>(node.children);
        while (!open.isEmpty()) {
            PathNode child = open.removeLast();
            hits.addAll(child.self);
            hits.addAll(child.entries);
            hits.addAll(child.below);
            open.addAll(child.children);
        }
    }

    /** Walks the path; the places it ends in are the first of {@link #current}, their number is returned. */
    private int walk(ByteString path, @Nullable RuleHits hits) {
        int length = path.length();
        int from = skipSlashes(path, 0);
        int to = segmentEnd(path, from);
        int following = skipSlashes(path, to);
        begin();
        activate(root, from == length ? 0 : following == length ? 1 : 2, hits);
        int active = swap();
        while (from < length && active > 0) {
            int hash = PathEdges.hash(path, from, to);
            int nextEnd = segmentEnd(path, following);
            int afterNext = skipSlashes(path, nextEnd);
            int left = following == length ? 0 : afterNext == length ? 1 : 2;
            begin();
            for (int i = 0; i < active; i++) {
                advance(current[i], path, from, to, hash, left, hits);
            }
            active = swap();
            from = following;
            to = nextEnd;
            following = afterNext;
        }
        return active;
    }

    private void advance(
            PathNode node, ByteString path, int from, int to, int hash, int left, @Nullable RuleHits hits) {
        PathNode literal = edges.find(node, path, from, to, hash);
        if (literal != null) {
            activate(literal, left, hits);
        }
        WildChildren wild = node.wild;
        if (wild != null) {
            for (int child : wild.match(path, from, to)) {
                activate(wild.get(child), left, hits);
            }
        }
        if (node.loops) {
            activate(node, left, hits);
        }
    }

    /** Makes {@code node} a place of the walk, {@code left} (0, 1, or 2 for more) segments before the path's end. */
    private void activate(PathNode node, int left, @Nullable RuleHits hits) {
        if (node.stamp == stamp) {
            return;
        }
        node.stamp = stamp;
        if (nextSize == next.length) {
            next = Arrays.copyOf(next, 2 * nextSize);
        }
        next[nextSize++] = node;
        if (hits != null) {
            collect(node, left, hits);
        }
        PathNode deep = node.deep;
        if (deep != null) {
            activate(deep, left, hits);
        }
    }

    private static void collect(PathNode node, int left, RuleHits hits) {
        hits.addAll(node.below);
        if (left <= 1) {
            hits.addAll(node.entries);
            if (left == 0) {
                hits.addAll(node.self);
            }
        }
    }

    private void begin() {
        nextSize = 0;
        stamp++;
    }

    private int swap() {
        PathNode[] done = current;
        current = next;
        next = done;
        return nextSize;
    }

    private static int skipSlashes(ByteString path, int from) {
        int i = from;
        while (i < path.length() && path.at(i) == '/') {
            i++;
        }
        return i;
    }

    private static int segmentEnd(ByteString path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    /** Collects rules; {@link #build()} ends it. */
    public static final class Builder {
        private final PathNode root = new PathNode(null, ByteString.EMPTY, false);
        private final PathEdges edges = new PathEdges();
        private int patterns;

        /**
         * Adds the pattern {@code glob}, an absolute path, for {@code rule}. One rule may have several patterns.
         *
         * @throws GlobSyntaxException where it cannot be read
         */
        public Builder add(ByteString glob, PathReach reach, int rule) {
            for (PathPattern pattern : PathPattern.parse(glob)) {
                add(pattern, reach, rule);
            }
            patterns++;
            return this;
        }

        private void add(PathPattern pattern, PathReach reach, int rule) {
            PathNode node = root;
            for (PathPattern.Segment segment : pattern.segments()) {
                node = switch (segment) {
                    case PathPattern.Literal literal -> edges.findOrAdd(node, literal.name());
                    case PathPattern.Wild wild -> node.wildChild(wild);
                    case PathPattern.Deep _ -> node.deepChild();
                };
            }
            if (pattern.below() || reach == PathReach.BELOW) {
                node.below = PathNode.with(node.below, rule);
            } else if (reach == PathReach.ENTRIES && !pattern.namesEntries()) {
                node.entries = PathNode.with(node.entries, rule);
            } else {
                node.self = PathNode.with(node.self, rule);
            }
        }

        public boolean isEmpty() {
            return patterns == 0;
        }

        public PathTable build() {
            return new PathTable(root, edges);
        }
    }
}
