package io.shrike.policy.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the nodes of a {@link CidrTable} from networks in columns: address words and prefix of each entry. */
final class CidrTreeBuilder {
    private final long[] high;
    private final long[] low;
    private final int[] prefixes;

    CidrTreeBuilder(long[] high, long[] low, int[] prefixes) {
        this.high = high;
        this.low = low;
        this.prefixes = prefixes;
    }

    /** {@code entries} have the longest prefix first, and of equal prefixes the one that wins. */
    CidrNode build(int[] entries) {
        return node(entries, CidrTable.NONE, 0, CidrNode.ROOT_BITS);
    }

    private CidrNode node(int[] entries, int otherwise, int firstBit, int bits) {
        return entries.length <= CidrNode.LISTED
                ? listed(entries, otherwise)
                : new CidrNode.Spread(children(entries, otherwise, firstBit, bits), firstBit, bits);
    }

    private CidrNode.Listed listed(int[] entries, int otherwise) {
        long[] words = new long[4 * entries.length];
        for (int i = 0; i < entries.length; i++) {
            int entry = entries[i];
            words[4 * i] = high[entry] & CidrNode.highMask(prefixes[entry]);
            words[4 * i + 1] = low[entry] & CidrNode.lowMask(prefixes[entry]);
            words[4 * i + 2] = CidrNode.highMask(prefixes[entry]);
            words[4 * i + 3] = CidrNode.lowMask(prefixes[entry]);
        }
        return new CidrNode.Listed(words, entries, otherwise);
    }

    private @Nullable CidrNode[] children(int[] entries, int otherwise, int firstBit, int bits) {
        int end = firstBit + bits;
        int[] best = new int[1 << bits];
        Arrays.fill(best, otherwise);
        int[] counts = new int[1 << bits];
        for (int i = entries.length - 1; i >= 0; i--) {
            int entry = entries[i];
            int value = CidrNode.value(high[entry], low[entry], firstBit, bits);
            if (prefixes[entry] > end) {
                counts[value]++;
            } else {
                int width = 1 << (end - prefixes[entry]);
                int first = value & -width;
                Arrays.fill(best, first, first + width, entry);
            }
        }
        int[][] deeper = grouped(entries, counts, firstBit, bits);
        @Nullable CidrNode[] children = new CidrNode[1 << bits];
        for (int value = 0; value < children.length; value++) {
            if (counts[value] > 0) {
                children[value] = node(deeper[value], best[value], end, CidrNode.NODE_BITS);
            } else if (best[value] >= 0) {
                boolean same = value > 0 && counts[value - 1] == 0 && best[value - 1] == best[value];
                children[value] = same ? children[value - 1] : listed(new int[0], best[value]);
            }
        }
        return children;
    }

    /** The entries that reach beyond the bits of one node, by their value in these bits. */
    private int[][] grouped(int[] entries, int[] counts, int firstBit, int bits) {
        int[][] groups = new int[counts.length][];
        int[] filled = new int[counts.length];
        for (int entry : entries) {
            if (prefixes[entry] > firstBit + bits) {
                int value = CidrNode.value(high[entry], low[entry], firstBit, bits);
                if (filled[value] == 0) {
                    groups[value] = new int[counts[value]];
                }
                groups[value][filled[value]++] = entry;
            }
        }
        return groups;
    }
}
