package io.shrike.policy.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the name that was meant. */
public final class Names {
    private static final int LONGEST = 64;
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("read", "open"),
            Map.entry("access", "open"),
            Map.entry("create", "write"),
            Map.entry("modify", "write"),
            Map.entry("delete", "unlink"),
            Map.entry("remove", "unlink"),
            Map.entry("permissions", "chmod"),
            Map.entry("owner", "chown"),
            Map.entry("move", "rename"),
            Map.entry("setxattr", "xattr"),
            Map.entry("kill", "terminate"),
            Map.entry("sigkill", "terminate"),
            Map.entry("stop", "pause"),
            Map.entry("sigstop", "pause"),
            Map.entry("info", "low"),
            Map.entry("informational", "low"),
            Map.entry("warning", "medium"),
            Map.entry("warn", "medium"),
            Map.entry("error", "high"),
            Map.entry("qualys", "qualys-crs"),
            Map.entry("http", "webhook"),
            Map.entry("https", "webhook"));

    private Names() {}

    /**
     * The allowed name nearest to {@code given}: equal but for case and separators, or a known synonym, or at most a third of
     * its letters (and three) away, neighbours swapped counting as one.
     */
    public static Optional<String> nearest(String given, Collection<String> allowed) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(given);
        String synonym = SYNONYMS.get(plain);
        if (synonym != null && allowed.contains(synonym)) {
            return Optional.of(synonym);
        }
        int limit = Math.clamp(plain.length() / 3, 1, 3);
        Optional<String> best = Optional.empty();
        for (String name : allowed) {
            String other = plain(name);
            if (Math.abs(other.length() - plain.length()) > limit) {
                continue;
            }
            int distance = distance(plain, other);
            if (distance <= limit && distance < other.length()) {
                best = Optional.of(name);
                limit = distance - 1;
            }
        }
        return best;
    }

    /** {@code , did you mean NAME?} or nothing. */
    public static String hint(String given, Collection<String> allowed) {
        return nearest(given, allowed)
                .map(name -> ", did you mean " + name + "?")
                .orElse("");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Optimal string alignment distance. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
