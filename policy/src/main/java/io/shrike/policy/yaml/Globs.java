package io.shrike.policy.yaml;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Readers of paths, names and globs. What they give is a well-formed glob as {@link io.shrike.policy.document} defines it. */
final class Globs {
    /** PATH_MAX of limits.h, with its NUL. */
    private static final int LONGEST = 4096;

    /** Each doubles what is to be matched. */
    private static final int MOST_CROSSINGS = 4;

    private static final Pattern BRACES = Pattern.compile("\\{[^{}]*,[^{}]*\\}");

    private Globs() {}

    /** An absolute path or glob, without doubled and trailing slashes. */
    static final Reader<String> ABSOLUTE = (node, label, problems) ->
            checked(node, label, problems).flatMap(text -> absolute(text, node, label, problems));

    /** As {@link #ABSOLUTE}; a glob without a slash, or one that begins with {@code **}{@code /}, stands at any depth. */
    static final Reader<String> ABSOLUTE_OR_NAME = (node, label, problems) -> checked(node, label, problems)
            .map(text -> !text.contains("/") && !text.startsWith("~") ? "/**/" + text : text)
            .map(text -> text.startsWith("**/") ? "/" + text : text)
            .flatMap(text -> absolute(text, node, label, problems));

    /** A base name, an absolute path, or a glob of either: how executables are named. */
    static final Reader<String> EXECUTABLE = (node, label, problems) ->
            checked(node, label, problems).flatMap(text -> executable(text, node, label, problems));

    /** As {@link #EXECUTABLE}, of Unix sockets; behind an {@code @}, of abstract ones. */
    static final Reader<String> SOCKET = (node, label, problems) ->
            checked(node, label, problems).flatMap(text -> socket(text, node, label, problems));

    /** A glob of any text. */
    static final Reader<String> ANY = Globs::checked;

    private static Optional<String> checked(YamlNode node, String label, Problems problems) {
        Optional<String> text = Scalars.TEXT.read(node, label, problems);
        Optional<String> mistake = text.flatMap(Globs::mistake);
        if (mistake.isPresent()) {
            problems.error(node.position(), label + ": " + Quote.found(node) + " is not a glob: " + mistake.get());
            return Optional.empty();
        }
        if (text.isPresent()
                && text.get().length() < LONGEST
                && BRACES.matcher(text.get()).find()) {
            String meaning = " has braces, which are taken literally: write a rule or an entry for each";
            problems.warning(node.position(), label + ": " + Quote.found(node) + meaning);
        }
        return text;
    }

    private static Optional<String> executable(String text, YamlNode node, String label, Problems problems) {
        if (text.startsWith("/")) {
            return absolute(text, node, label, problems);
        }
        if (text.contains("/") || text.startsWith("~") || text.equals(".") || text.equals("..")) {
            return Scalars.wrong(node, label, "a base name, an absolute path, or a glob of either", "", problems);
        }
        return Optional.of(text);
    }

    private static Optional<String> socket(String text, YamlNode node, String label, Problems problems) {
        return text.startsWith("@") && text.length() > 1
                ? executable(text.substring(1), node, label, problems).map(name -> "@" + name)
                : executable(text, node, label, problems);
    }

    private static Optional<String> absolute(String text, YamlNode node, String label, Problems problems) {
        if (text.startsWith("~")) {
            String instead = ": write the home directory out, e.g. /home/*/.ssh";
            problems.error(node.position(), label + ": " + Quote.found(node) + " begins with ~" + instead);
            return Optional.empty();
        }
        if (!text.startsWith("/")) {
            String hint = text.startsWith("**/") ? ", did you mean " + Quote.bare("/" + text) + "?" : "";
            return Scalars.wrong(node, label, "an absolute path", hint, problems);
        }
        if (escapesSlash(text)) {
            problems.error(node.position(), label + ": " + Quote.found(node) + ": a \\ before a / escapes nothing");
            return Optional.empty();
        }
        if (text.getBytes(StandardCharsets.UTF_8).length >= LONGEST) {
            return Scalars.wrong(node, label, "a path of less than " + LONGEST + " bytes", "", problems);
        }
        StringBuilder path = new StringBuilder(text.length());
        for (String segment : text.split("/")) {
            if (segment.equals(".") || segment.equals("..")) {
                return Scalars.wrong(node, label, "a path without . and ..", "", problems);
            }
            if (!segment.isEmpty()) {
                path.append('/').append(segment);
            }
        }
        return Optional.of(path.isEmpty() ? "/" : path.toString());
    }

    /** A slash always ends a segment, so that its backslash would be the segment's last character. */
    static boolean escapesSlash(String text) {
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
                if (text.charAt(i) == '/') {
                    return true;
                }
            }
        }
        return false;
    }

    /** Why the text is no glob. */
    static Optional<String> mistake(String text) {
        if (text.contains("***")) {
            return Optional.of("*** is neither * nor **");
        }
        if (crossings(text) > MOST_CROSSINGS) {
            return Optional.of("more than " + MOST_CROSSINGS + " times ** beside other characters");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (i + 1 == text.length()) {
                    return Optional.of("nothing follows the last backslash");
                }
                i++;
            } else if (c == '[') {
                int close = closing(text, i);
                if (close < 0) {
                    return Optional.of("[ is never closed");
                }
                Optional<String> mistake = mistakeInSet(text.substring(i + 1, close));
                if (mistake.isPresent()) {
                    return mistake;
                }
                i = close;
            }
        }
        return Optional.empty();
    }

    /** How often ** stands beside other characters of its segment. */
    private static int crossings(String text) {
        int count = 0;
        for (int at = text.indexOf("**"); at >= 0; at = text.indexOf("**", at + 2)) {
            boolean segmentBegins = at == 0 || text.charAt(at - 1) == '/';
            boolean segmentEnds = at + 2 == text.length() || text.charAt(at + 2) == '/';
            count += segmentBegins && segmentEnds ? 0 : 1;
        }
        return count;
    }

    private static int closing(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ']') {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> mistakeInSet(String written) {
        String set = written.startsWith("!") || written.startsWith("^") ? written.substring(1) : written;
        if (set.isEmpty()) {
            return Optional.of("[] holds no character");
        }
        if (set.indexOf('/') >= 0) {
            return Optional.of("[] cannot hold a /");
        }
        if (set.chars().anyMatch(c -> c >= 128)) {
            return Optional.of("[] can hold ASCII characters only");
        }
        int[] characters = set.codePoints().toArray();
        int i = 0;
        while (i < characters.length) {
            int last = i + (characters[i] == '\\' ? 1 : 0);
            int dash = last + 1;
            int end = dash + 1;
            if (end < characters.length && characters[dash] == '-') {
                int to = end + (characters[end] == '\\' ? 1 : 0);
                if (to < characters.length && characters[last] > characters[to]) {
                    String range = new String(characters, last, 1) + "-" + new String(characters, to, 1);
                    return Optional.of("the range " + range + " is backwards");
                }
                i = to + 1;
            } else {
                i = last + 1;
            }
        }
        return Optional.empty();
    }
}
