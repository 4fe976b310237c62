package io.shrike.policy.match;

import io.shrike.model.ByteString;
import org.jspecify.annotations.Nullable;

/** The literal edges of a whole tree of segments in one open hash table, keyed by parent and name. */
final class PathEdges {
    private @Nullable PathNode[] table = new PathNode[64];
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
        int mask = table.length - 1;
        int slot = slot(parent, hash) & mask;
        while (true) {
            PathNode node = table[slot];
            if (node == null) {
                return null;
            }
            if (node.hash == hash && node.parent == parent && sameBytes(node.name, text, from, to)) {
                return node;
            }
            slot = (slot + 1) & mask;
        }
    }

    PathNode findOrAdd(PathNode parent, ByteString name) {
        int hash = hash(name, 0, name.length());
        PathNode known = find(parent, name, 0, name.length(), hash);
        if (known != null) {
            return known;
        }
        PathNode added = new PathNode(parent, name, hash, false);
        if (2 * (size + 1) > table.length) {
            grow();
        }
        insert(added, parent);
        size++;
        return added;
    }

    private void grow() {
        @Nullable PathNode[] old = table;
        table = new PathNode[2 * old.length];
        for (PathNode node : old) {
            if (node != null && node.parent != null) {
                insert(node, node.parent);
            }
        }
    }

    private void insert(PathNode node, PathNode parent) {
        int mask = table.length - 1;
        int slot = slot(parent, node.hash) & mask;
        while (table[slot] != null) {
            slot = (slot + 1) & mask;
        }
        table[slot] = node;
    }

    private static int slot(PathNode parent, int hash) {
        int mixed = (hash ^ parent.id * 0x9e3779b9) * 0x85ebca6b;
        return mixed ^ mixed >>> 15;
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
