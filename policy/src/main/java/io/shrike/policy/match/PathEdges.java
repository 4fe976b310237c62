package io.shrike.policy.match;

import io.shrike.model.ByteString;
import org.jspecify.annotations.Nullable;

/** The literal edges of a whole tree of segments in one open hash table, keyed by parent and name. */
final class PathEdges {
    private @Nullable PathNode[] table = new PathNode[64];
    /** The mixed hash of the node in the same slot of the table, 0 where there is none: most misses end here. */
    private int[] marks = new int[64];

    private int size;

    /** A hash of the bytes from {@code from} to {@code to}. */
    static int hash(ByteString text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.at(i);
        }
        return hash;
    }

    @Nullable
    PathNode find(PathNode parent, ByteString text, int from, int to, int hash) {
        int mask = marks.length - 1;
        int mark = mark(parent, hash);
        int slot = mark & mask;
        while (marks[slot] != 0) {
            if (marks[slot] == mark) {
                PathNode node = table[slot];
                if (node != null && node.parent == parent && sameBytes(node.name, text, from, to)) {
                    return node;
                }
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    PathNode findOrAdd(PathNode parent, ByteString name) {
        int hash = hash(name, 0, name.length());
        PathNode known = find(parent, name, 0, name.length(), hash);
        if (known != null) {
            return known;
        }
        PathNode added = new PathNode(parent, name, false);
        if (2 * (size + 1) > table.length) {
            grow();
        }
        insert(added, mark(parent, hash));
        size++;
        return added;
    }

    private void grow() {
        @Nullable PathNode[] oldTable = table;
        int[] oldMarks = marks;
        table = new PathNode[2 * oldTable.length];
        marks = new int[2 * oldTable.length];
        for (int i = 0; i < oldTable.length; i++) {
            PathNode node = oldTable[i];
            if (node != null) {
                insert(node, oldMarks[i]);
            }
        }
    }

    private void insert(PathNode node, int mark) {
        int mask = marks.length - 1;
        int slot = mark & mask;
        while (marks[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        table[slot] = node;
        marks[slot] = mark;
    }

    /** Never 0. */
    private static int mark(PathNode parent, int hash) {
        int mixed = (hash ^ parent.id * 0x9e3779b9) * 0x85ebca6b;
        mixed ^= mixed >>> 15;
        return mixed == 0 ? 1 : mixed;
    }

    static boolean sameBytes(ByteString name, ByteString text, int from, int to) {
        int length = to - from;
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.at(i) != text.at(from + i)) {
                return false;
            }
        }
        return true;
    }
}
