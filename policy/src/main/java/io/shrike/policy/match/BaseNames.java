package io.shrike.policy.match;

import io.shrike.model.ByteString;
import org.jspecify.annotations.Nullable;

/** Exact names and the rules that each is in, in an open hash table that is asked with a part of a path. */
final class BaseNames {
    private static final int[] NONE = {};

    private @Nullable ByteString[] names = new ByteString[16];
    /** The hash of the name in the same slot, 0 where there is none: most misses end here. */
    private int[] marks = new int[16];

    private int[][] rules = new int[16][];
    private int size;

    void add(ByteString name, int rule) {
        if (2 * (size + 1) > names.length) {
            grow();
        }
        int mark = mark(name, 0);
        int slot = slot(name, 0, mark);
        if (marks[slot] == 0) {
            marks[slot] = mark;
            names[slot] = name;
            rules[slot] = NONE;
            size++;
        }
        rules[slot] = PathNode.with(rules[slot], rule);
    }

    /** The rules of the name that starts at {@code from} and ends with {@code text}. */
    int[] find(ByteString text, int from) {
        int slot = slot(text, from, mark(text, from));
        return marks[slot] == 0 ? NONE : rules[slot];
    }

    /** Where the name is, or the free slot where it would be. */
    private int slot(ByteString text, int from, int mark) {
        int mask = marks.length - 1;
        int slot = mark & mask;
        while (marks[slot] != 0) {
            if (marks[slot] == mark) {
                ByteString name = names[slot];
                if (name != null && PathEdges.sameBytes(name, text, from, text.length())) {
                    return slot;
                }
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Never 0. */
    private static int mark(ByteString text, int from) {
        int mixed = PathEdges.hash(text, from, text.length()) * 0x85ebca6b;
        mixed ^= mixed >>> 15;
        return mixed == 0 ? 1 : mixed;
    }

    private void grow() {
        @Nullable ByteString[] oldNames = names;
        int[] oldMarks = marks;
        int[][] oldRules = rules;
        names = new ByteString[2 * oldNames.length];
        marks = new int[2 * oldNames.length];
        rules = new int[2 * oldNames.length][];
        for (int i = 0; i < oldNames.length; i++) {
            ByteString name = oldNames[i];
            if (name != null) {
                int slot = slot(name, 0, oldMarks[i]);
                names[slot] = name;
                marks[slot] = oldMarks[i];
                rules[slot] = oldRules[i];
            }
        }
    }
}
