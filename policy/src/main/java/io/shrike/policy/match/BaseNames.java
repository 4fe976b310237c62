package io.shrike.policy.match;

import io.shrike.model.ByteString;
import org.jspecify.annotations.Nullable;

/** Exact names and the rules that each is in, in an open hash table that is asked with a part of a path. */
final class BaseNames {
    private static final int[] NONE = {};

    private @Nullable ByteString[] names = new ByteString[16];
    private int[][] rules = new int[16][];
    private int size;

    void add(ByteString name, int rule) {
        if (2 * (size + 1) > names.length) {
            grow();
        }
        int slot = slot(name, 0);
        if (names[slot] == null) {
            names[slot] = name;
            rules[slot] = NONE;
            size++;
        }
        rules[slot] = PathNode.with(rules[slot], rule);
    }

    /** The rules of the name that starts at {@code from} and ends with {@code text}. */
    int[] find(ByteString text, int from) {
        int slot = slot(text, from);
        return names[slot] == null ? NONE : rules[slot];
    }

    /** Where the name is, or the free slot where it would be. */
    private int slot(ByteString text, int from) {
        int mask = names.length - 1;
        int hash = PathEdges.hash(text, from, text.length()) * 0x85ebca6b;
        int slot = (hash ^ hash >>> 15) & mask;
        while (true) {
            ByteString name = names[slot];
            if (name == null || PathEdges.sameBytes(name, text, from, text.length())) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private void grow() {
        @Nullable ByteString[] oldNames = names;
        int[][] oldRules = rules;
        names = new ByteString[2 * oldNames.length];
        rules = new int[2 * oldNames.length][];
        for (int i = 0; i < oldNames.length; i++) {
            ByteString name = oldNames[i];
            if (name != null) {
                int slot = slot(name, 0);
                names[slot] = name;
                rules[slot] = oldRules[i];
            }
        }
    }
}
