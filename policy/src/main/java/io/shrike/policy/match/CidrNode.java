package io.shrike.policy.match;

import org.jspecify.annotations.Nullable;

/** The networks below one value of the leading bits of an address. An address is 128 bits; IPv4 has the highest 32. */
sealed interface CidrNode {
    /** A node with no more networks than this lists them. */
    int LISTED = 8;

    int ROOT_BITS = 16;
    int NODE_BITS = 8;

    /** The entry with the longest prefix that holds the address, or {@link CidrTable#NONE}. */
    int find(long high, long low);

    /** A few networks, the longest prefix first: address and mask of each in {@code words}; {@code otherwise} if none holds. */
    final class Listed implements CidrNode {
        private final long[] words;
        private final int[] entries;
        private final int otherwise;

        Listed(long[] words, int[] entries, int otherwise) {
            this.words = words;
            this.entries = entries;
            this.otherwise = otherwise;
        }

        @Override
        public int find(long high, long low) {
            for (int i = 0; i < entries.length; i++) {
                int at = 4 * i;
                if ((high & words[at + 2]) == words[at] && (low & words[at + 3]) == words[at + 1]) {
                    return entries[i];
                }
            }
            return otherwise;
        }
    }

    /** One node for each value of the {@code bits} bits after {@code firstBit}. */
    final class Spread implements CidrNode {
        private final @Nullable CidrNode[] children;
        private final int firstBit;
        private final int bits;

        Spread(@Nullable CidrNode[] children, int firstBit, int bits) {
            this.children = children;
            this.firstBit = firstBit;
            this.bits = bits;
        }

        @Override
        public int find(long high, long low) {
            CidrNode child = children[value(high, low, firstBit, bits)];
            return child == null ? CidrTable.NONE : child.find(high, low);
        }
    }

    /** The {@code bits} bits after {@code firstBit}; they never cross the middle of the address. */
    static int value(long high, long low, int firstBit, int bits) {
        long word = firstBit < 64 ? high : low;
        return (int) (word << (firstBit & 63) >>> (64 - bits));
    }

    static long highMask(int prefix) {
        return prefix == 0 ? 0 : -1L << (64 - Math.min(prefix, 64));
    }

    static long lowMask(int prefix) {
        return prefix <= 64 ? 0 : -1L << (128 - prefix);
    }
}
