package io.shrike.policy.match;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern over bytes, as tokens: {@code *} is any run of bytes, {@code ?} one character, {@code [a-z]} and {@code [!a-z]}
 * one character in or out of a set of ASCII, {@code \x} the character x itself. A glob knows nothing of {@code /}: who must
 * not cross it asks segment by segment ({@link PathPattern}).
 *
 * <p>Other characters in brackets stand for all that begin with the same byte in UTF-8. What is no UTF-8 still matches: {@code ?} takes any byte and the continuation bytes after it, so that a broken name
 * cannot slip through.
 */
final class Glob {
    /** Tokens from 0 to 255 are that byte; a token at or above {@link #FIRST_CLASS} names a set of bytes. */
    static final int FIRST_CLASS = 256;

    static final int ANY_BYTE = -1;
    static final int ANY_RUN = -2;
    /** Any number of UTF-8 continuation bytes. */
    static final int CONTINUATION_RUN = -3;

    private static final long[] CONTINUATION = {0, 0, -1L, 0};

    private final int[] tokens;
    private final List<long[]> classes;

    private Glob(int[] tokens, List<long[]> classes) {
        this.tokens = tokens;
        this.classes = classes;
    }

    /** Whether {@code text} has a character that is special in a glob. */
    static boolean isWild(ByteString text) {
        return text.indexOf('*', 0) >= 0
                || text.indexOf('?', 0) >= 0
                || text.indexOf('[', 0) >= 0
                || text.indexOf('\\', 0) >= 0;
    }

    /** @throws GlobSyntaxException for an open bracket, a backwards range, or a backslash at the end */
    static Glob parse(ByteString text) {
        return new Parser(text).parse();
    }

    int[] tokens() {
        return tokens;
    }

    /** The set of a token at or above {@link #FIRST_CLASS}: 256 bits, the lowest first. */
    long[] set(int token) {
        return token == CONTINUATION_RUN ? CONTINUATION : classes.get(token - FIRST_CLASS);
    }

    /** Whether nothing in the glob is wild. */
    boolean isLiteral() {
        return Arrays.stream(tokens).allMatch(token -> token >= 0 && token < FIRST_CLASS);
    }

    /** The bytes that a literal glob stands for, escapes resolved. Preconditions: {@link #isLiteral()}. */
    ByteString literal() {
        byte[] bytes = new byte[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) tokens[i];
        }
        return ByteString.of(bytes);
    }

    /** Whether the glob takes every name: stars alone. */
    boolean isEverything() {
        return tokens.length == 1 && tokens[0] == ANY_RUN;
    }

    /** Reads one glob. */
    private static final class Parser {
        private final ByteString text;
        private final int[] tokens;
        private final List<long[]> classes = new ArrayList<>();
        private int size;
        private int position;

        Parser(ByteString text) {
            this.text = text;
            this.tokens = new int[2 * text.length()];
        }

        Glob parse() {
            while (position < text.length()) {
                byte b = text.at(position);
                switch (b) {
                    case '*' -> star();
                    case '?' -> character(ANY_BYTE);
                    case '[' -> set();
                    case '\\' -> escape();
                    default -> literal(b);
                }
            }
            return new Glob(Arrays.copyOf(tokens, size), List.copyOf(classes));
        }

        private void star() {
            if (size == 0 || tokens[size - 1] != ANY_RUN) {
                tokens[size++] = ANY_RUN;
            }
            position++;
        }

        private void character(int token) {
            tokens[size++] = token;
            tokens[size++] = CONTINUATION_RUN;
            position++;
        }

        private void literal(byte b) {
            tokens[size++] = b & 0xff;
            position++;
        }

        private void escape() {
            position++;
            if (position == text.length()) {
                throw new GlobSyntaxException("a backslash at the end escapes nothing", position - 1);
            }
            literal(text.at(position));
        }

        private void set() {
            int start = position;
            position++;
            boolean negated = position < text.length() && (text.at(position) == '!' || text.at(position) == '^');
            if (negated) {
                position++;
            }
            long[] members = members(start);
            boolean wide = (members[2] | members[3]) != 0;
            if (negated) {
                for (int i = 0; i < members.length; i++) {
                    members[i] = i < 2 ? ~members[i] : -1;
                }
            }
            tokens[size++] = FIRST_CLASS + classes.size();
            classes.add(members);
            if (negated || wide) {
                tokens[size++] = CONTINUATION_RUN;
            }
        }

        /** Reads up to and with the closing bracket. A {@code ]} that comes first is a member. */
        private long[] members(int start) {
            long[] members = new long[4];
            int first = position;
            while (position < text.length() && (text.at(position) != ']' || position == first)) {
                int low = member();
                int high = low;
                if (position + 1 < text.length() && text.at(position) == '-' && text.at(position + 1) != ']') {
                    position++;
                    high = member();
                }
                if (high < low) {
                    throw new GlobSyntaxException("the range in brackets is backwards", start);
                }
                for (int b = low; b <= high; b++) {
                    members[b >>> 6] |= 1L << b;
                }
            }
            if (position >= text.length()) {
                throw new GlobSyntaxException("the bracket is never closed", start);
            }
            position++;
            return members;
        }

        /** The first byte of the next character. */
        private int member() {
            byte b = text.at(position++);
            if (b == '\\' && position < text.length()) {
                b = text.at(position++);
            }
            while (b < 0 && position < text.length() && (text.at(position) & 0xc0) == 0x80) {
                position++;
            }
            return b & 0xff;
        }
    }
}
