package io.shrike.app.replay;

/** What became of one line of a recording. */
public sealed interface Reading {
    /** An activity that can be decided again. */
    record Rebuilt(RecordedEvent event) implements Reading {}

    /** Not one, and why; {@code type} is the event's. */
    record Skipped(String type, String reason) implements Reading {}
}
