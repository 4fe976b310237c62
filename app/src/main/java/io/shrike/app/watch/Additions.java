package io.shrike.app.watch;

import io.shrike.model.Action;
import io.shrike.model.Decision;
import io.shrike.model.EventType;
import io.shrike.model.Finding;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is new in a second decision about one exec. */
final class Additions {
    private Additions() {}

    /** The rules that only {@code second} met, as a decision of their own; empty where there are none. */
    static Optional<Decision> of(Decision first, Decision second) {
        List<RuleMatch> added = new ArrayList<>(second.matches());
        added.removeAll(first.matches());
        if (added.isEmpty()) {
            return Optional.empty();
        }
        Severity severity = added.stream()
                .map(RuleMatch::severity)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Action action = added.stream()
                .map(RuleMatch::action)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Finding finding = second.finding() instanceof Finding.Execution execution
                ? execution
                : new Finding.Execution(Optional.empty());
        return Optional.of(new Decision(EventType.PROCESS_EXECUTION, severity, action, added, finding));
    }
}
