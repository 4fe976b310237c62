package io.shrike.policy.yaml;

import io.shrike.policy.document.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes of a file to the text of a policy: UTF-8, of bounded size, nothing but text in it. */
final class PolicyText {
    /** 8 MiB: room for 100,000 list entries with comments. */
    static final int MOST_BYTES = 8 << 20;

    private PolicyText() {}

    /** The text without a byte order mark; empty, with the problem reported, where it is not text. */
    static Optional<String> decode(byte[] bytes, Problems problems) {
        if (bytes.length > MOST_BYTES) {
            problems.errorOfFile("the file has " + bytes.length + " bytes, at most " + MOST_BYTES + " are allowed");
            return Optional.empty();
        }
        if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
            problems.errorOfFile("the file is UTF-16: save it as UTF-8");
            return Optional.empty();
        }
        int from = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
        Optional<String> text = decodeUtf8(bytes, from, problems);
        return text.filter(decoded -> !hasControlCharacter(decoded, problems));
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> decodeUtf8(byte[] bytes, int from, Problems problems) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        try {
            CharBuffer decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(in);
            return Optional.of(decoded.toString());
        } catch (CharacterCodingException malformed) {
            int bad = in.position();
            String before = new String(bytes, from, bad - from, StandardCharsets.UTF_8);
            problems.error(
                    placeAfter(before, problems.file()),
                    "byte 0x%02x is not UTF-8: the file is binary or in another encoding".formatted(bytes[bad] & 0xff));
            return Optional.empty();
        }
    }

    private static boolean hasControlCharacter(String text, Problems problems) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                Position place = placeAfter(text.substring(0, i), problems.file());
                problems.error(place, "control character U+%04X: a policy is plain text".formatted((int) c));
                return true;
            }
        }
        return false;
    }

    private static boolean isControl(char c) {
        boolean c0 = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        boolean c1 = c >= 0x7f && c <= 0x9f && c != 0x85;
        return c0 || c1 || c == 0xfffe || c == 0xffff;
    }

    private static Position placeAfter(String text, String file) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineEnd = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
            if (lineEnd) {
                line++;
                lineStart = i + 1;
            }
        }
        return new Position(file, line, text.codePointCount(lineStart, text.length()) + 1);
    }
}
