package io.shrike.app.replay;

import io.shrike.model.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The bytes behind the text form of {@link ByteString#escaped()}. */
final class EscapedBytes {
    private EscapedBytes() {}

    /** What is no escape stands for itself. */
    static ByteString read(String text) {
        if (text.indexOf('\\') < 0) {
            return ByteString.utf8(text);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            int backslash = text.indexOf('\\', at);
            int end = backslash < 0 ? text.length() : backslash;
            bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
            at = end;
            if (backslash >= 0) {
                at = escape(text, backslash, bytes);
            }
        }
        return ByteString.of(bytes.toByteArray());
    }

    /** Writes what the escape at {@code at} stands for; gives where it ends. */
    private static int escape(String text, int at, ByteArrayOutputStream bytes) {
        if (text.startsWith("\\\\", at)) {
            bytes.write('\\');
            return at + 2;
        }
        boolean hex = text.startsWith("\\x", at)
                && at + 4 <= text.length()
                && HexFormat.isHexDigit(text.charAt(at + 2))
                && HexFormat.isHexDigit(text.charAt(at + 3));
        if (hex) {
            bytes.write(HexFormat.fromHexDigits(text, at + 2, at + 4));
            return at + 4;
        }
        bytes.write('\\');
        return at + 1;
    }
}
