package io.shrike.policy.document;

import java.util.List;

/**
 * Where a rule comes from and what travels with it into events. {@code rule} is its place in the document, e.g.
 * {@code fileIntegrityMonitoring.paths[0]}; {@code tags} are the rule's own, then the document's labels as
 * {@code key=value}; {@code mitre} are technique ids.
 */
public record RuleSource(String rule, Position position, List<String> mitre, List<String> tags) {
    public RuleSource {
        mitre = List.copyOf(mitre);
        tags = List.copyOf(tags);
    }
}
