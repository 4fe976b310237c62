package io.shrike.policy.yaml;

import io.shrike.model.IpAddress;
import java.util.Optional;

/** Text to IP addresses: RFC 4291 and dotted decimal without leading zeros; no zones, no names. */
final class Addresses {
    private static final int LONGEST = 45;

    private Addresses() {}

    /** As written: an IPv4-mapped address keeps the length of its family in {@code mapped}. */
    record Parsed(IpAddress address, boolean mapped) {}

    static Optional<Parsed> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        if (text.indexOf(':') < 0) {
            return v4(text).map(bits -> new Parsed(IpAddress.v4(bits), false));
        }
        return v6(text);
    }

    private static Optional<Integer> v4(String text) {
        int bits = 0;
        int parts = 0;
        int at = 0;
        while (at <= text.length()) {
            int dot = text.indexOf('.', at);
            int end = dot < 0 ? text.length() : dot;
            int part = decimalByte(text, at, end);
            if (part < 0) {
                return Optional.empty();
            }
            bits = (bits << 8) | part;
            parts++;
            at = end + 1;
        }
        return parts == 4 ? Optional.of(bits) : Optional.empty();
    }

    private static int decimalByte(String text, int from, int to) {
        boolean leadingZero = to - from > 1 && text.charAt(from) == '0';
        if (to == from || to - from > 3 || leadingZero) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value <= 255 ? value : -1;
    }

    private static Optional<Parsed> v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, 8).filter(found -> found.length == 8).map(Addresses::address);
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        Optional<int[]> before = groups(text.substring(0, gap), 7);
        Optional<int[]> after = groups(text.substring(gap + 2), 7);
        if (before.isEmpty() || after.isEmpty() || before.get().length + after.get().length > 7) {
            return Optional.empty();
        }
        boolean quadInFront = text.substring(0, gap).indexOf('.') >= 0;
        int[] all = new int[8];
        System.arraycopy(before.get(), 0, all, 0, before.get().length);
        System.arraycopy(after.get(), 0, all, 8 - after.get().length, after.get().length);
        return quadInFront ? Optional.empty() : Optional.of(address(all));
    }

    /** The 16-bit groups of {@code text}, of which the last may be dotted decimal; at most {@code most} of them. */
    private static Optional<int[]> groups(String text, int most) {
        if (text.isEmpty()) {
            return Optional.of(new int[0]);
        }
        String[] parts = text.split(":", -1);
        int[] groups = new int[parts.length + 1];
        int count = 0;
        for (int i = 0; i < parts.length && count <= most; i++) {
            boolean quad = i == parts.length - 1 && parts[i].indexOf('.') >= 0;
            if (quad) {
                Optional<Integer> bits = v4(parts[i]);
                if (bits.isEmpty()) {
                    return Optional.empty();
                }
                groups[count++] = bits.get() >>> 16;
                groups[count++] = bits.get() & 0xffff;
                continue;
            }
            int group = hexGroup(parts[i]);
            if (group < 0) {
                return Optional.empty();
            }
            groups[count++] = group;
        }
        return count <= most ? Optional.of(java.util.Arrays.copyOf(groups, count)) : Optional.empty();
    }

    private static int hexGroup(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static Parsed address(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[4 + i];
        }
        IpAddress address = IpAddress.v6(high, low);
        return new Parsed(address, address.v4());
    }
}
