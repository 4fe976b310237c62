package io.shrike.policy.software;

import java.util.LinkedHashSet;
import java.util.Set;

/** Verbs that are written as options, as dpkg and rpm have them. */
final class OptionVerbs {
    private OptionVerbs() {}

    /** The options of {@code verbs} that were given, with and without their dashes, and the operation. */
    static Set<String> words(Scan scan, Set<String> verbs, String operation) {
        Set<String> words = new LinkedHashSet<>();
        words.add(operation);
        for (Scan.Option option : scan.options()) {
            if (verbs.contains(option.name())) {
                words.add(option.name());
                words.add(option.name().replaceFirst("^-+", ""));
            }
        }
        words.addAll(verbs.stream().filter(verb -> verb.startsWith("--")).toList());
        return words;
    }
}
