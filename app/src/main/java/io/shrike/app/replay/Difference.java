package io.shrike.app.replay;

/** An event of which two say different things: {@code before} is what the recording or the first policy says. */
public record Difference(RecordedEvent event, Ruling before, Ruling after) {}
