package io.shrike.policy.match;

import java.util.Arrays;

/**
 * Makes a {@link CidrTree} of networks in columns: address words and prefix of each entry. The first 16 bits of an address
 * make one wide node, every further 8 bits one more, until few networks are left, which are listed.
 */
final class CidrTreeBuilder {
    private static final int LISTED = 8;
    private static final int ROOT_BITS = 16;
    private static final int NODE_BITS = 8;

    private final long[] high;
    private final long[] low;
    private final int[] prefixes;
    private final boolean v4;
    private int[] cells = new int[64];
    private int used = 1;

    CidrTreeBuilder(boolean v4, long[] high, long[] low, int[] prefixes) {
        this.v4 = v4;
        this.high = high;
        this.low = low;
        this.prefixes = prefixes;
    }

    /** {@code entries} have the longest prefix first, and of equal prefixes the one that wins. */
    CidrTree build(int[] entries) {
        int root = node(entries, CidrTree.NOTHING, 0, ROOT_BITS);
        return new CidrTree(Arrays.copyOf(cells, used), root, v4 ? sieve(entries) : CidrSieve.OPEN);
    }

    private CidrSieve sieve(int[] entries) {
        CidrSieve.Builder sieve = new CidrSieve.Builder(entries.length);
        for (int entry : entries) {
            sieve.add((int) (high[entry] >>> 32), prefixes[entry]);
        }
        return sieve.build();
    }

    private static int leaf(int entry) {
        return -1 - entry;
    }

    private int claim(int size) {
        int at = used;
        used += size;
        if (used > cells.length) {
            cells = Arrays.copyOf(cells, Math.max(used, cells.length + cells.length / 2));
        }
        return at;
    }

    private int node(int[] entries, int otherwise, int firstBit, int bits) {
        if (entries.length == 0) {
            return otherwise;
        }
        return entries.length <= LISTED ? list(entries, otherwise) : wide(entries, otherwise, firstBit, bits);
    }

    private int list(int[] entries, int otherwise) {
        int node = claim(2 + (v4 ? CidrTree.RECORD4 : CidrTree.RECORD6) * entries.length);
        cells[node] = entries.length;
        cells[node + 1] = otherwise;
        int at = node + 2;
        for (int entry : entries) {
            cells[at++] = (int) (high[entry] >>> 32);
            if (v4) {
                cells[at++] = prefixes[entry] == 0 ? 0 : -1 << (32 - prefixes[entry]);
            } else {
                cells[at++] = (int) high[entry];
                cells[at++] = (int) (low[entry] >>> 32);
                cells[at++] = (int) low[entry];
                cells[at++] = prefixes[entry];
            }
            cells[at++] = entry;
        }
        return node;
    }

    private int wide(int[] entries, int otherwise, int firstBit, int bits) {
        int end = firstBit + bits;
        int[] best = new int[1 << bits];
        Arrays.fill(best, otherwise);
        int[] counts = new int[1 << bits];
        for (int i = entries.length - 1; i >= 0; i--) {
            int entry = entries[i];
            int value = CidrTree.bits(high[entry], low[entry], firstBit, bits);
            if (prefixes[entry] > end) {
                counts[value]++;
            } else {
                int width = 1 << (end - prefixes[entry]);
                int first = value & -width;
                Arrays.fill(best, first, first + width, leaf(entry));
            }
        }
        int[][] deeper = grouped(entries, counts, firstBit, bits);
        int node = claim(1 + best.length);
        cells[node] = -bits;
        for (int value = 0; value < best.length; value++) {
            int child = node(deeper[value], best[value], end, NODE_BITS);
            cells[node + 1 + value] = child;
        }
        return node;
    }

    /** The entries that reach beyond the bits of one node, by their value in these bits. */
    private int[][] grouped(int[] entries, int[] counts, int firstBit, int bits) {
        int[] none = {};
        int[][] groups = new int[counts.length][];
        Arrays.fill(groups, none);
        int[] filled = new int[counts.length];
        for (int entry : entries) {
            if (prefixes[entry] > firstBit + bits) {
                int value = CidrTree.bits(high[entry], low[entry], firstBit, bits);
                if (filled[value] == 0) {
                    groups[value] = new int[counts[value]];
                }
                groups[value][filled[value]++] = entry;
            }
        }
        return groups;
    }
}
