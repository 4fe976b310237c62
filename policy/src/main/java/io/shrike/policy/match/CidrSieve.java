package io.shrike.policy.match;

/**
 * One bit for each block of IPv4 addresses, set where a network holds any of the block: most addresses that no network holds
 * are told by one look into memory that a processor's cache has room for, however many networks there are.
 */
final class CidrSieve {
    /** Lets everything through. */
    static final CidrSieve OPEN = new CidrSieve(new long[] {-1, -1}, 31);

    private static final int BLOCK_BITS = 20;
    /** For fewer networks the tree alone is as quick. */
    private static final int WORTH_IT = 256;

    private final long[] members;
    private final int shift;

    private CidrSieve(long[] members, int shift) {
        this.members = members;
        this.shift = shift;
    }

    /** False only where no network holds {@code address}. */
    boolean mayHold(int address) {
        int block = address >>> shift;
        return (members[block >>> 6] & (1L << block)) != 0;
    }

    /** Collects networks; {@link #build()} ends it. */
    static final class Builder {
        private final long[] members;

        Builder(int networks) {
            members = new long[networks < WORTH_IT ? 0 : 1 << (BLOCK_BITS - 6)];
        }

        void add(int address, int prefix) {
            if (members.length == 0) {
                return;
            }
            int first = address >>> (32 - BLOCK_BITS);
            int blocks = prefix >= BLOCK_BITS ? 1 : 1 << (BLOCK_BITS - prefix);
            int aligned = first & -blocks;
            for (int block = aligned; block < aligned + blocks; block++) {
                members[block >>> 6] |= 1L << block;
            }
        }

        CidrSieve build() {
            return members.length == 0 ? OPEN : new CidrSieve(members, 32 - BLOCK_BITS);
        }
    }
}
