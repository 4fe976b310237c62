package io.shrike.model;

import java.util.List;

/**
 * What all policies together say of one activity: every rule it met, the highest severity and the strongest action of them,
 * and the type of the one event it becomes.
 */
public record Decision(EventType type, Severity severity, Action action, List<RuleMatch> matches, Finding finding) {
    /** No rule was met: no event, the call goes on. */
    public static final Decision NOTHING =
            new Decision(EventType.SYSCALL, Severity.LOW, Action.LOG, List.of(), Finding.NONE);

    public Decision {
        matches = List.copyOf(matches);
    }

    public boolean matched() {
        return !matches.isEmpty();
    }
}
