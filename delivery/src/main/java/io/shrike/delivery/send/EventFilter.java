package io.shrike.delivery.send;

import io.shrike.model.Action;
import io.shrike.model.Event;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import java.util.Set;

/**
 * Which events a destination is to have. Empty sets are no limit; {@code logged} lets in what is only to be logged. Events of the
 * sensor itself pass when they are named by type, at least high, or everything is to be logged, and no policies are asked for.
 */
public record EventFilter(Set<String> types, Severity least, Set<String> policies, boolean logged) {
    /** Everything that alerts or blocks. */
    public static final EventFilter ALERTS = new EventFilter(Set.of(), Severity.LOW, Set.of(), false);

    public EventFilter {
        types = Set.copyOf(types);
        policies = Set.copyOf(policies);
    }

    /** {@code type} is what the destination calls the event; the filter may use either name. */
    boolean accepts(Event event, String type) {
        boolean named = types.contains(type) || types.contains(event.type().wireName());
        if (!event.severity().atLeast(least) || !(named || types.isEmpty())) {
            return false;
        }
        return switch (event) {
            case Event.Observed observed ->
                (logged || observed.decision().action() != Action.LOG)
                        && (policies.isEmpty()
                                || observed.decision().matches().stream()
                                        .map(RuleMatch::policy)
                                        .anyMatch(policies::contains));
            case Event.SensorStatus _,
                    Event.SensorGap _,
                    Event.PolicyLoaded _,
                    Event.PolicyError _,
                    Event.EventsSuppressed _ ->
                policies.isEmpty() && (named || logged || event.severity().atLeast(Severity.HIGH));
        };
    }
}
