package io.shrike.policy.document;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import java.util.List;

/**
 * A rule about something that only some programs may do. {@code allowedExecutables} are names as in {@link
 * ExecRules.ExecRule#name}; empty: nobody.
 */
public record ProgramRule(RuleSource source, List<String> allowedExecutables, Severity severity, Action action) {
    public ProgramRule {
        allowedExecutables = List.copyOf(allowedExecutables);
    }
}
