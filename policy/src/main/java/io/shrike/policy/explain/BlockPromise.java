package io.shrike.policy.explain;

/** How far a rule that blocks can be raced, for some of its calls. */
public record BlockPromise(Kind kind, String text) {
    /** From the strongest promise to the weakest. */
    public enum Kind {
        /** What is decided about cannot be changed by anybody while it is decided. */
        RACE_FREE,
        /** It can be changed, and what came of the call is looked at: whoever does it is killed, and it is told. */
        CHECKED_AFTERWARDS,
        /** It can be changed, and nobody looks. */
        CAN_BE_RACED
    }
}
