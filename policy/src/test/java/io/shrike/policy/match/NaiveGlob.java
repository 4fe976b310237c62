package io.shrike.policy.match;

import java.util.ArrayList;
import java.util.List;

/** The plainest possible reading of globs over ASCII, to compare with: recursion over what the text says. */
final class NaiveGlob {
    private NaiveGlob() {}

    static boolean matches(String glob, String text) {
        if (glob.isEmpty()) {
            return text.isEmpty();
        }
        char c = glob.charAt(0);
        String rest = glob.substring(1);
        if (c == '*') {
            return matches(rest, text) || (!text.isEmpty() && matches(glob, text.substring(1)));
        }
        if (text.isEmpty()) {
            return false;
        }
        char first = text.charAt(0);
        return switch (c) {
            case '?' -> matches(rest, text.substring(1));
            case '\\' -> rest.charAt(0) == first && matches(rest.substring(1), text.substring(1));
            case '[' -> {
                int close = glob.indexOf(']', 2);
                yield inSet(glob.substring(1, close), first) && matches(glob.substring(close + 1), text.substring(1));
            }
            default -> c == first && matches(rest, text.substring(1));
        };
    }

    private static boolean inSet(String set, char c) {
        boolean negated = set.charAt(0) == '!' || set.charAt(0) == '^';
        String members = negated ? set.substring(1) : set;
        boolean found = false;
        for (int i = 0; i < members.length(); i++) {
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                found |= members.charAt(i) <= c && c <= members.charAt(i + 2);
                i += 2;
            } else {
                found |= members.charAt(i) == c;
            }
        }
        return found != negated;
    }

    /** Whether a path glob names exactly this path. */
    static boolean matchesPath(String glob, String path) {
        return matchesSegments(segments(glob), segments(path));
    }

    private static boolean matchesSegments(List<String> glob, List<String> path) {
        if (glob.isEmpty()) {
            return path.isEmpty();
        }
        String first = glob.getFirst();
        List<String> rest = glob.subList(1, glob.size());
        if (first.equals("**")) {
            return matchesSegments(rest, path)
                    || (!path.isEmpty() && matchesSegments(glob, path.subList(1, path.size())));
        }
        int crossing = first.indexOf("**");
        if (crossing >= 0) {
            String head = first.substring(0, crossing);
            String tail = first.substring(crossing + 2);
            return matchesSegments(prepend(List.of(head + "*" + tail), rest), path)
                    || matchesSegments(prepend(List.of(head + "*", "**", "*" + tail), rest), path);
        }
        return !path.isEmpty()
                && matches(first, path.getFirst())
                && matchesSegments(rest, path.subList(1, path.size()));
    }

    private static List<String> prepend(List<String> head, List<String> rest) {
        List<String> joined = new ArrayList<>(head);
        joined.addAll(rest);
        return joined;
    }

    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return segments;
    }

    /** Whether {@code name}, a base name, an absolute path, or a glob of either, names the program {@code path}. */
    static boolean namesProgram(String name, String path) {
        return name.startsWith("/")
                ? matchesPath(name, path)
                : matches(name, path.substring(path.lastIndexOf('/') + 1));
    }

    /** Whether a path rule covers this path. */
    static boolean covers(String glob, PathReach reach, String path) {
        List<String> segments = segments(path);
        if (matchesPath(glob, path)) {
            return true;
        }
        int parts = segments.size();
        List<String> patterns = segments(glob);
        boolean entriesAlready = !patterns.isEmpty() && patterns.getLast().equals("*");
        return switch (reach) {
            case SELF -> false;
            case ENTRIES ->
                parts > 0 && !entriesAlready && matchesPath(glob, String.join("/", segments.subList(0, parts - 1)));
            case BELOW -> {
                boolean above = false;
                for (int n = 0; n < parts; n++) {
                    above |= matchesPath(glob, String.join("/", segments.subList(0, n)));
                }
                yield above;
            }
        };
    }
}
