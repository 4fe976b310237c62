package io.shrike.policy.yaml;

/** Text of a policy as a message shows it. */
final class Quote {
    private static final int LONGEST = 60;

    private Quote() {}

    /** The text in quotes, shortened, with nothing in it that could trouble a terminal. */
    static String text(String text) {
        StringBuilder quoted = new StringBuilder(Math.min(text.length(), LONGEST) + 8).append('"');
        int end = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
        text.substring(0, end).codePoints().forEach(c -> append(quoted, c));
        return quoted.append(end < text.length() ? "...\"" : "\"").toString();
    }

    /** The text as {@link #text} has it, without the quotes: for names. */
    static String bare(String text) {
        String quoted = text(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static void append(StringBuilder quoted, int c) {
        if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
        } else if (isPrintable(c)) {
            quoted.appendCodePoint(c);
        } else {
            quoted.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /** What a node is, for "found ...". A scalar is shown as written, so that the value of a variable stays unseen. */
    static String found(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> found(scalar);
            case YamlNode.Sequence _ -> "a list";
            case YamlNode.Mapping _ -> "a mapping";
            case YamlNode.Broken _ -> "something unreadable";
        };
    }

    private static String found(YamlNode.Scalar scalar) {
        boolean variable = !scalar.source().equals(scalar.text());
        return switch (scalar.kind()) {
            case NOTHING -> variable ? text(scalar.source()) + ", which is empty" : "nothing";
            case BOOLEAN, INTEGER, DECIMAL -> variable ? text(scalar.source()) : scalar.text();
            case TEXT -> text(scalar.source());
        };
    }
}
