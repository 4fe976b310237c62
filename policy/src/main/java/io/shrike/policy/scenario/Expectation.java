package io.shrike.policy.scenario;

import io.shrike.model.Action;
import io.shrike.model.EventType;
import io.shrike.model.Outcome;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Optional;

/** What a decision must be. */
public sealed interface Expectation {
    /** No rule is met. */
    record Nothing() implements Expectation {}

    /**
     * Rules are met; what is empty may be anything.
     *
     * @param allowed what the network rules say
     * @param rules the places of all rules that are met, in any order, each with or without {@code policy:} before it
     * @param includes places of rules that are met among others
     * @param packages the names, or where there is none the addresses, of all packages
     */
    record Match(
            Optional<EventType> event,
            Optional<Severity> severity,
            Optional<Action> action,
            Optional<Outcome> outcome,
            Optional<Boolean> allowed,
            Optional<List<String>> rules,
            List<String> includes,
            Optional<List<String>> packages)
            implements Expectation {
        public Match {
            rules = rules.map(List::copyOf);
            includes = List.copyOf(includes);
            packages = packages.map(List::copyOf);
        }
    }
}
