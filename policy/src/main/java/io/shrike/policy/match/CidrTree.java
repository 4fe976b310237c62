package io.shrike.policy.match;

/**
 * The networks of one family as a tree in one array, so that a lookup touches few places of memory. An address is 128 bits;
 * IPv4 has the highest 32.
 *
 * <pre>
 * reference   0: no network      -1 - entry: this entry      above 0: a node at this cell
 * list node   [ n, reference where none of the list holds, n records ]
 * record      IPv4 [ address, mask, entry ]      IPv6 [ address in 4 cells, prefix, entry ]
 * wide node   [ -bits, 2^bits references by the next bits of the address ]
 * </pre>
 */
final class CidrTree {
    static final int NOTHING = 0;
    static final int RECORD4 = 3;
    static final int RECORD6 = 6;
    private static final int MASK4 = 1;
    private static final int ENTRY4 = 2;
    private static final int PREFIX6 = 4;
    private static final int ENTRY6 = 5;

    private final int[] cells;
    private final int root;
    private final CidrSieve sieve;

    CidrTree(int[] cells, int root, CidrSieve sieve) {
        this.cells = cells;
        this.root = root;
        this.sieve = sieve;
    }

    /** In a tree of IPv4 networks the entry with the longest prefix that holds the address, or {@link CidrTable#NONE}. */
    int find4(int address) {
        if (!sieve.mayHold(address)) {
            return CidrTable.NONE;
        }
        int reference = root;
        int rest = address;
        while (reference > 0) {
            int size = cells[reference];
            if (size >= 0) {
                int first = reference + 2;
                for (int at = first; at < first + RECORD4 * size; at += RECORD4) {
                    if (((address ^ cells[at]) & cells[at + MASK4]) == 0) {
                        return cells[at + ENTRY4];
                    }
                }
                reference = cells[reference + 1];
            } else {
                reference = cells[reference + 1 + (rest >>> (32 + size))];
                rest <<= -size;
            }
        }
        return reference == NOTHING ? CidrTable.NONE : -1 - reference;
    }

    /** As {@link #find4} in a tree of IPv6 networks. */
    int find6(long high, long low) {
        int reference = root;
        int bit = 0;
        while (reference > 0) {
            int size = cells[reference];
            if (size < 0) {
                reference = cells[reference + 1 + bits(high, low, bit, -size)];
                bit -= size;
            } else {
                int record = holding(reference + 2, size, high, low);
                if (record > 0) {
                    return cells[record + ENTRY6];
                }
                reference = cells[reference + 1];
            }
        }
        return reference == NOTHING ? CidrTable.NONE : -1 - reference;
    }

    private int holding(int first, int size, long high, long low) {
        for (int at = first; at < first + RECORD6 * size; at += RECORD6) {
            int prefix = cells[at + PREFIX6];
            if (((high ^ word(at)) & highMask(prefix)) == 0 && ((low ^ word(at + 2)) & lowMask(prefix)) == 0) {
                return at;
            }
        }
        return NOTHING;
    }

    private long word(int at) {
        return ((long) cells[at] << 32) | (cells[at + 1] & 0xffff_ffffL);
    }

    /** The {@code count} bits after {@code first}; they never cross the middle of the address. */
    static int bits(long high, long low, int first, int count) {
        long word = first < 64 ? high : low;
        return (int) (word << (first & 63) >>> (64 - count));
    }

    private static long highMask(int prefix) {
        return prefix == 0 ? 0 : -1L << (64 - Math.min(prefix, 64));
    }

    private static long lowMask(int prefix) {
        return prefix <= 64 ? 0 : -1L << (128 - prefix);
    }
}
