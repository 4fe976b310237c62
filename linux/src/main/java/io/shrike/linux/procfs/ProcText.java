package io.shrike.linux.procfs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Pieces of text that several /proc files share. */
final class ProcText {
    private ProcText() {}

    /** The pieces between separators; a last piece that is empty is left out. */
    static List<byte[]> split(byte[] text, int length, char separator) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < length; at++) {
            if (text[at] == separator) {
                pieces.add(Arrays.copyOfRange(text, from, at));
                from = at + 1;
            }
        }
        if (from < length) {
            pieces.add(Arrays.copyOfRange(text, from, length));
        }
        return pieces;
    }

    /** The octal number after {@code key} at the start of a line; empty where there is none that fits an int. */
    static Optional<Integer> octal(byte[] text, int length, String key) {
        for (byte[] line : split(text, length, '\n')) {
            String words = new String(line, StandardCharsets.ISO_8859_1);
            if (words.startsWith(key)) {
                return parseOctal(words.substring(key.length()).strip());
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> parseOctal(String digits) {
        try {
            return Optional.of(Integer.parseUnsignedInt(digits, 8));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The bytes with every backslash and three octal digits turned into the byte they mean. */
    static byte[] unescape(byte[] escaped) {
        byte[] plain = new byte[escaped.length];
        int size = 0;
        for (int at = 0; at < escaped.length; at++) {
            if (isOctalEscape(escaped, at)) {
                plain[size++] =
                        (byte) ((escaped[at + 1] - '0') << 6 | (escaped[at + 2] - '0') << 3 | (escaped[at + 3] - '0'));
                at += 3;
            } else {
                plain[size++] = escaped[at];
            }
        }
        return Arrays.copyOf(plain, size);
    }

    private static boolean isOctalEscape(byte[] bytes, int at) {
        return bytes[at] == '\\'
                && at + 3 < bytes.length
                && isOctal(bytes[at + 1])
                && isOctal(bytes[at + 2])
                && isOctal(bytes[at + 3]);
    }

    private static boolean isOctal(byte b) {
        return b >= '0' && b <= '7';
    }
}
