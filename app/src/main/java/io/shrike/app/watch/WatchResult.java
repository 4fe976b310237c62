package io.shrike.app.watch;

/** How a watch ended. */
public sealed interface WatchResult {
    /** The program ran and ended; {@code drained}: every event was written. */
    record Finished(boolean drained) implements WatchResult {}

    /** The program never ran under watch. */
    record NotStarted(String reason) implements WatchResult {}
}
