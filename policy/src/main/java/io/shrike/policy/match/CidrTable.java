package io.shrike.policy.match;

import io.shrike.model.IpAddress;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Networks of both families; a lookup gives the entry with the longest prefix that holds an address. The first 16 bits of an
 * address index an array, every further 8 bits one more; where few networks are left they are listed. Most IPv4 addresses
 * that no network holds are told before, by {@link CidrSieve}. An IPv4 address is 32 bits, also where it came IPv4-mapped.
 */
public final class CidrTable {
    /** What a lookup gives where no network holds the address. */
    public static final int NONE = -1;

    private final CidrTree v4;
    private final CidrTree v6;
    private final int[] prefixes;

    private CidrTable(Builder builder) {
        prefixes = Arrays.copyOf(builder.prefixes, builder.size);
        v4 = builder.tree(true);
        v6 = builder.tree(false);
    }

    /** The entry with the longest prefix that holds {@code address}, the first one of equals; or {@link #NONE}. */
    public int find(IpAddress address) {
        return address.v4() ? v4.find4((int) address.low()) : v6.find6(address.high(), address.low());
    }

    /** Length of the prefix of {@code entry}. */
    public int prefix(int entry) {
        return prefixes[entry];
    }

    /** Collects networks, numbered from 0 in the order of adding; {@link #build()} ends it. */
    public static final class Builder {
        private long[] high = new long[16];
        private long[] low = new long[16];
        private boolean[] family4 = new boolean[16];
        private int[] prefixes = new int[16];
        private int size;

        /** Adds a network; bits of the address beyond {@code prefix} do not count. */
        public Builder add(IpAddress address, int prefix) {
            if (prefix < 0 || prefix > (address.v4() ? 32 : 128)) {
                throw new IllegalArgumentException("prefix=" + prefix);
            }
            if (size == prefixes.length) {
                high = Arrays.copyOf(high, 2 * size);
                low = Arrays.copyOf(low, 2 * size);
                family4 = Arrays.copyOf(family4, 2 * size);
                prefixes = Arrays.copyOf(prefixes, 2 * size);
            }
            high[size] = address.v4() ? address.low() << 32 : address.high();
            low[size] = address.v4() ? 0 : address.low();
            family4[size] = address.v4();
            prefixes[size++] = prefix;
            return this;
        }

        public CidrTable build() {
            return new CidrTable(this);
        }

        private CidrTree tree(boolean v4) {
            return new CidrTreeBuilder(v4, high, low, prefixes).build(entries(v4));
        }

        /** The entries of one family, the longest prefix first, equals in the order of adding. */
        private int[] entries(boolean v4) {
            return IntStream.range(0, size)
                    .filter(entry -> family4[entry] == v4)
                    .mapToLong(entry -> (long) (128 - prefixes[entry]) << 32 | entry)
                    .sorted()
                    .mapToInt(key -> (int) key)
                    .toArray();
        }
    }
}
