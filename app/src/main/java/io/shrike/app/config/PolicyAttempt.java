package io.shrike.app.config;

import io.shrike.model.Event;

/** What came of texts that were found: a policy, or the event that says why there is none. */
public sealed interface PolicyAttempt {
    /** Ready for use. */
    record Good(LoadedPolicy policy) implements PolicyAttempt {}

    /** Refused as a whole. */
    record Bad(Event.PolicyError error) implements PolicyAttempt {}

    static PolicyAttempt bad(Event.PolicyError error) {
        return new Bad(error);
    }
}
