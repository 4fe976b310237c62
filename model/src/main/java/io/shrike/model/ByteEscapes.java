package io.shrike.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The reversible text form of bytes that need not be UTF-8; see {@link ByteString#escaped()}. */
final class ByteEscapes {
    private static final HexFormat HEX = HexFormat.of();

    private ByteEscapes() {}

    static String escape(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        StringBuilder text = new StringBuilder(bytes.length + 16);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            appendDoublingBackslashes(text, out);
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append("\\x").append(HEX.toHexDigits(in.get()));
            }
            decoder.reset();
        }
    }

    private static void appendDoublingBackslashes(StringBuilder text, CharBuffer decoded) {
        while (decoded.hasRemaining()) {
            char c = decoded.get();
            if (c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
    }
}
