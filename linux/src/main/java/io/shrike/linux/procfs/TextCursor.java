package io.shrike.linux.procfs;

import java.util.Arrays;

/** Steps through the text of a /proc file, byte by byte. Malformed text gives zeros and empty words, never an exception. */
final class TextCursor {
    private final byte[] text;
    private final int end;
    private int at;

    TextCursor(byte[] text, int from, int end) {
        this.text = text;
        this.at = from;
        this.end = end;
    }

    boolean atEnd() {
        return at >= end;
    }

    int position() {
        return at;
    }

    void skipSpaces() {
        while (at < end && isSpace(text[at])) {
            at++;
        }
    }

    /** Skips one byte if it is this one. */
    void skip(char expected) {
        if (at < end && text[at] == expected) {
            at++;
        }
    }

    /** The bytes up to the next space or the end, and moves behind them. */
    byte[] word() {
        skipSpaces();
        int from = at;
        while (at < end && !isSpace(text[at])) {
            at++;
        }
        return Arrays.copyOfRange(text, from, at);
    }

    void skipWords(int count) {
        for (int i = 0; i < count; i++) {
            skipSpaces();
            while (at < end && !isSpace(text[at])) {
                at++;
            }
        }
    }

    /** A number in decimal, with a minus or without; wraps beyond 64 bits. */
    long decimal() {
        skipSpaces();
        boolean negative = at < end && text[at] == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            value = value * 10 + (text[at] - '0');
            at++;
        }
        return negative ? -value : value;
    }

    /** A number in hexadecimal, without prefix. */
    long hexadecimal() {
        skipSpaces();
        long value = 0;
        while (at < end && Character.digit(text[at], 16) >= 0) {
            value = value << 4 | Character.digit(text[at], 16);
            at++;
        }
        return value;
    }

    /** The bytes up to the end. */
    byte[] rest() {
        return Arrays.copyOfRange(text, Math.min(at, end), end);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n';
    }
}
