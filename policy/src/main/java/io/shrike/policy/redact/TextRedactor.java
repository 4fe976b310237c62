package io.shrike.policy.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Searches one argument for secrets inside it: a script, a header, JSON, a URL with its query. The text is read once from
 * left to right as words; the word before decides whether the next is a secret.
 */
final class TextRedactor {
    private static final Set<String> SCHEMES = Set.of("bearer", "basic", "token", "digest", "negotiate");
    private static final String ENDS_WORD = " \t\r\n\"'`,;|&(){}<>[]?#";
    private static final String ENDS_VALUE = " \t\r\n\"'`;|&(){}<>,";
    private static final String ENDS_AUTHORITY = ENDS_WORD + "/";
    private static final int LONGEST_SECRET = 4096;
    private static final int SHORTEST_SCHEME_VALUE = 6;

    private final String text;
    private final StringBuilder clean;
    private int copied;
    private int wordEnd;

    TextRedactor(String text) {
        this.text = text;
        this.clean = new StringBuilder(text.length());
    }

    String redact() {
        int at = 0;
        while (at < text.length()) {
            if (ENDS_WORD.indexOf(text.charAt(at)) >= 0) {
                at++;
            } else {
                at = word(at);
            }
        }
        return clean.append(text, copied, text.length()).toString();
    }

    /** Reads the word at {@code from} and what belongs to it; returns where to go on. */
    private int word(int from) {
        if (from >= wordEnd) {
            wordEnd = endOf(from, ENDS_WORD);
        }
        int end = wordEnd;
        int separator = separator(from, end);
        if (separator < end) {
            return named(from, separator, end);
        }
        if (isSecret(from, end)) {
            hide(from, end);
            return end;
        }
        String word = text.substring(from, end);
        int value = afterName(end);
        boolean json = value > end;
        boolean flag = word.startsWith("-") && word.length() > 2 && isSpace(end);
        if ((json || flag) && SensitiveNames.isSensitive(word)) {
            return hideValue(json ? value : skipSpaces(end), json);
        }
        return scheme(word, end);
    }

    private boolean isSecret(int from, int end) {
        return end - from <= LONGEST_SECRET && SecretShapes.isSecret(text.substring(from, end));
    }

    /** The first {@code =} or {@code :} in a word, or its end. */
    private int separator(int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '=' || c == ':') {
                return i;
            }
        }
        return end;
    }

    /** A word with {@code =} or {@code :} in it: a pair, a header or a URL. */
    private int named(int from, int separator, int end) {
        if (text.startsWith("://", separator)) {
            return url(separator + 3);
        }
        String name = text.substring(from, separator);
        if (SensitiveNames.isSensitive(name)) {
            boolean header = text.charAt(separator) == ':';
            return header ? hideHeader(separator + 1) : hideValue(separator + 1, false);
        }
        if (isSecret(from, end)) {
            hide(from, end);
            return end;
        }
        return separator + 1;
    }

    /** Userinfo before the last {@code @} of the authority is hidden; the rest of the URL is searched on. */
    private int url(int authority) {
        int end = endOf(authority, ENDS_AUTHORITY);
        int at = end - 1;
        while (at >= authority && text.charAt(at) != '@') {
            at--;
        }
        if (at >= authority) {
            hide(authority, at);
            return end;
        }
        return Math.max(authority, end);
    }

    /** After a JSON key: its closing quote, a colon and spaces are skipped; {@code end} where there is no such thing. */
    private int afterName(int end) {
        int i = end;
        if (i < text.length() && text.charAt(i) == '"') {
            i = skipSpaces(i + 1);
            if (i < text.length() && text.charAt(i) == ':') {
                return skipSpaces(i + 1);
            }
        }
        return end;
    }

    private int hideValue(int from, boolean json) {
        if (from >= text.length()) {
            return from;
        }
        char first = text.charAt(from);
        if (first == '"' || first == '\'') {
            int close = closing(from + 1, first);
            hide(from + 1, close);
            return close;
        }
        if (!json && text.startsWith("--", from)) {
            return from;
        }
        int end = endOf(from, ENDS_VALUE);
        hide(from, end);
        return Math.max(end, from + 1);
    }

    /** The rest of a header, up to a quote or line end; a scheme such as {@code Bearer} stays to be seen. */
    private int hideHeader(int from) {
        int start = skipSpaces(from);
        if (start < text.length() && "\"'".indexOf(text.charAt(start)) >= 0) {
            return hideValue(start, true);
        }
        int end = endOf(start, "\"'\r\n");
        int firstEnd = endOf(start, " \"'\r\n");
        boolean scheme = firstEnd < end
                && SCHEMES.contains(text.substring(start, firstEnd).toLowerCase(Locale.ROOT));
        int secret = scheme ? skipSpaces(firstEnd) : start;
        hide(Math.min(secret, end), end);
        return Math.max(end, from);
    }

    /** {@code Bearer VALUE} where no header name stands before it. */
    private int scheme(String word, int end) {
        String lower = word.toLowerCase(Locale.ROOT);
        if ((lower.equals("bearer") || lower.equals("basic")) && isSpace(end)) {
            int from = skipSpaces(end);
            int to = endOf(from, ENDS_VALUE);
            if (to - from >= SHORTEST_SCHEME_VALUE) {
                hide(from, to);
            }
            return to;
        }
        return end;
    }

    private int closing(int from, char quote) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i;
            }
        }
        return text.length();
    }

    private boolean isSpace(int at) {
        return at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t');
    }

    private int skipSpaces(int from) {
        int i = from;
        while (isSpace(i)) {
            i++;
        }
        return i;
    }

    private int endOf(int from, String ends) {
        int i = from;
        while (i < text.length() && ends.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private void hide(int from, int to) {
        if (to > from) {
            clean.append(text, copied, from).append(Redaction.MARK);
            copied = to;
        }
    }
}
