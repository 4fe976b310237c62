package io.shrike.model;

import java.util.List;

/**
 * A rule that an activity met. {@code policy} is the document's metadata.name, {@code rule} its place in the document, e.g.
 * {@code fileIntegrityMonitoring.paths[0]}.
 */
public record RuleMatch(
        String policy, String rule, Severity severity, Action action, List<String> mitre, List<String> tags) {
    public RuleMatch {
        mitre = List.copyOf(mitre);
        tags = List.copyOf(tags);
    }
}
