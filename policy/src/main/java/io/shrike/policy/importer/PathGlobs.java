package io.shrike.policy.importer;

import java.util.Optional;

/** Comparisons of text as globs. Paths are compared as text by Tetragon, as files by Shrike. */
final class PathGlobs {
    private PathGlobs() {}

    /** A glob of files; {@code recursive} with everything below. {@code exact}: it says the same as the comparison. */
    record Target(String glob, boolean recursive, boolean exact) {}

    /** The glob that matches the text alone. */
    static String literal(String text) {
        StringBuilder glob = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' || c == '?' || c == '[' || c == '\\') {
                glob.append('\\');
            }
            glob.append(c);
        }
        return glob.toString();
    }

    private static String ignoringCase(String text) {
        StringBuilder glob = new StringBuilder(text.length() * 4);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            String other = letter
                    ? "[" + Character.toLowerCase(c) + Character.toUpperCase(c) + "]"
                    : literal(String.valueOf(c));
            glob.append(other);
        }
        return glob.toString();
    }

    /** The files that the comparison is true for; empty where no glob can say that. */
    static Optional<Target> files(Operator operator, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> equal(value);
            case PREFIX, NOT_PREFIX -> prefix(value);
            case POSTFIX, NOT_POSTFIX -> Optional.of(new Target(anywhere(value, literal(value)), false, true));
            case SUBSTRING, NOT_SUBSTRING -> Optional.of(within(value, literal(value)));
            case SUBSTRING_IGNORING_CASE -> Optional.of(within(value, ignoringCase(value)));
            default -> Optional.empty();
        };
    }

    private static Optional<Target> equal(String value) {
        if (value.startsWith("/")) {
            return Optional.of(new Target(literal(value), false, true));
        }
        return relative(value).map(rest -> new Target("/**/" + literal(rest), false, false));
    }

    private static Optional<Target> prefix(String value) {
        boolean absolute = value.startsWith("/");
        Optional<String> rest = absolute ? Optional.of(value) : relative(value);
        return rest.map(text -> {
            String glob = (absolute ? "" : "/**/") + literal(text);
            boolean directory = glob.endsWith("/");
            String path = directory ? glob.substring(0, glob.length() - 1) : glob + "*";
            return new Target(path.isEmpty() ? "/" : path, true, absolute);
        });
    }

    /** A relative name without the dots that lead it; nothing where dots remain. */
    private static Optional<String> relative(String value) {
        String rest = value;
        while (rest.startsWith("./") || rest.startsWith("../")) {
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        return rest.isEmpty() || (rest.startsWith(".") && rest.length() < 3) ? Optional.empty() : Optional.of(rest);
    }

    private static String anywhere(String value, String glob) {
        return value.startsWith("/") ? "/**" + glob : "/**/*" + glob;
    }

    private static Target within(String value, String glob) {
        String begin = anywhere(value, glob);
        boolean whole = begin.endsWith("/") && begin.length() > 4;
        return new Target(whole ? begin.substring(0, begin.length() - 1) : begin + "*", true, true);
    }

    /** The files below {@code directory} whose path ends in {@code postfix}. */
    static String below(String directory, String postfix) {
        String parent = directory.equals("/") ? "" : directory;
        return parent + (postfix.startsWith("/") ? "/**" : "/**/*") + literal(postfix);
    }

    /** The programs that the comparison is true for. */
    static Optional<String> program(Operator operator, String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (operator) {
            case EQUAL, NOT_EQUAL ->
                value.startsWith("/") || !value.contains("/")
                        ? Optional.of(literal(value))
                        : relative(value).map(rest -> "/**/" + literal(rest));
            case PREFIX, NOT_PREFIX -> value.startsWith("/") ? Optional.of(literal(value) + "**") : Optional.empty();
            case POSTFIX, NOT_POSTFIX -> Optional.of(anywhere(value, literal(value)));
            case SUBSTRING, NOT_SUBSTRING -> Optional.of("/**" + literal(value) + "**");
            case SUBSTRING_IGNORING_CASE -> Optional.of("/**" + ignoringCase(value) + "**");
            default -> Optional.empty();
        };
    }

    /** Any text that the comparison is true for. */
    static Optional<String> text(Operator operator, String value) {
        return switch (operator) {
            case EQUAL -> Optional.of(literal(value));
            case PREFIX -> Optional.of(literal(value) + "*");
            case POSTFIX -> Optional.of("*" + literal(value));
            case SUBSTRING -> Optional.of("*" + literal(value) + "*");
            case SUBSTRING_IGNORING_CASE -> Optional.of("*" + ignoringCase(value) + "*");
            default -> Optional.empty();
        };
    }
}
