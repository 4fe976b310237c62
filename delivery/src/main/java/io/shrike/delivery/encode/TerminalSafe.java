package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Escapes, beside what JSON demands, every character that can steer a terminal, break a line or hide: controls (C0, DEL, C1),
 * line and paragraph separators, format characters (bidi, zero width), private use and unassigned ones. Characters outside
 * the BMP and lone surrogates are escaped by the generator itself.
 */
final class TerminalSafe extends CharacterEscapes {
    private static final int DELETE = 0x7f;

    private final int[] ascii = asciiCodes();

    private static int[] asciiCodes() {
        int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
        codes[DELETE] = CharacterEscapes.ESCAPE_STANDARD;
        return codes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return isHarmful(character) ? new SerializedString(String.format("\\u%04X", character)) : null;
    }

    private static boolean isHarmful(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
