package io.shrike.policy.judge;

import io.shrike.model.Action;
import io.shrike.model.Decision;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import java.util.ArrayList;
import java.util.List;

/** The rules that one activity met, and what they make of it. Reused from activity to activity. */
final class Tally {
    private final List<RuleMatch> matches = new ArrayList<>();
    private Severity severity = Severity.LOW;
    private Action action = Action.LOG;
    private EventType type = EventType.SYSCALL;
    private Finding finding = Finding.NONE;

    void clear() {
        matches.clear();
        severity = Severity.LOW;
        action = Action.LOG;
        type = EventType.SYSCALL;
        finding = Finding.NONE;
    }

    /** Counts a rule; one that says the same as one before is not listed again. */
    void add(RuleMatch match) {
        if (!matches.contains(match)) {
            matches.add(match);
        }
        if (match.severity().compareTo(severity) > 0) {
            severity = match.severity();
        }
        if (match.action().compareTo(action) > 0) {
            action = match.action();
        }
    }

    /** Offers what the event would be; of several offers the most telling type wins, the later one of equals. */
    void offer(EventType offered, Finding found) {
        if (rank(offered) >= rank(type)) {
            type = offered;
            finding = found;
        }
    }

    boolean isEmpty() {
        return matches.isEmpty();
    }

    Decision decision() {
        return matches.isEmpty() ? Decision.NOTHING : new Decision(type, severity, action, matches, finding);
    }

    private static int rank(EventType type) {
        return switch (type) {
            case SYSCALL -> 0;
            case SOFTWARE_INSTALLATION, FILE_DOWNLOAD -> 2;
            default -> 1;
        };
    }

    /** Whether {@code first} asks for more than {@code second}: a stronger action, or the same one and higher severity. */
    static boolean stronger(RuleMatch first, RuleMatch second) {
        int byAction = first.action().compareTo(second.action());
        return byAction > 0 || (byAction == 0 && first.severity().compareTo(second.severity()) > 0);
    }
}
