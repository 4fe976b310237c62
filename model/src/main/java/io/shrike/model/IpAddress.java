package io.shrike.model;

/**
 * An IP address as two 64-bit words, most significant first. An IPv4 address, also one that came IPv4-mapped
 * (::ffff:a.b.c.d), has {@code high} 0 and its 32 bits in {@code low}.
 */
public record IpAddress(boolean v4, long high, long low) {
    private static final long MAPPED_PREFIX = 0xffff_0000_0000L;

    public static IpAddress v4(int bits) {
        return new IpAddress(true, 0, Integer.toUnsignedLong(bits));
    }

    public static IpAddress v6(long high, long low) {
        boolean mapped = high == 0 && (low & 0xffff_ffff_0000_0000L) == MAPPED_PREFIX;
        return mapped ? v4((int) low) : new IpAddress(false, high, low);
    }

    /** From 4 or 16 bytes in network order. */
    public static IpAddress of(byte[] bytes) {
        return switch (bytes.length) {
            case 4 -> v4((int) word(bytes, 0, 4));
            case 16 -> v6(word(bytes, 0, 8), word(bytes, 8, 8));
            default -> throw new IllegalArgumentException("address length=" + bytes.length);
        };
    }

    private static long word(byte[] bytes, int from, int length) {
        long word = 0;
        for (int i = from; i < from + length; i++) {
            word = (word << 8) | (bytes[i] & 0xff);
        }
        return word;
    }

    public boolean isLoopback() {
        return v4 ? low >>> 24 == 127 : high == 0 && low == 1;
    }

    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    /** Dotted decimal, or the form of RFC 5952: lower case, the longest run of zero groups as {@code ::}. */
    @Override
    public String toString() {
        return v4 ? v4Text() : v6Text();
    }

    private String v4Text() {
        return (low >>> 24) + "." + ((low >>> 16) & 0xff) + "." + ((low >>> 8) & 0xff) + "." + (low & 0xff);
    }

    private int group(int index) {
        long half = index < 4 ? high : low;
        return (int) ((half >>> (48 - 16 * (index & 3))) & 0xffff);
    }

    private String v6Text() {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int run = i;
            while (run < 8 && group(run) == 0) {
                run++;
            }
            if (run - i > bestLength) {
                best = i;
                bestLength = run - i;
            }
            i = Math.max(i, run - 1);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }
}
