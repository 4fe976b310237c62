package io.shrike.model;

import java.util.Map;

/**
 * Counters since start. {@code seen}: stops; {@code matched}: activities that met a rule; {@code emitted}: events written;
 * {@code sampled} and {@code suppressed}: withheld on purpose; {@code dropped} and {@code unwatched}: lost, by reason;
 * {@code withdrawn}: calls that a signal or the caller's death ended before they were answered, so that they never ran.
 */
public record Counts(
        long seen,
        long matched,
        long emitted,
        long sampled,
        long suppressed,
        Map<String, Long> dropped,
        Map<String, Long> unwatched,
        long withdrawn) {
    public Counts {
        dropped = Map.copyOf(dropped);
        unwatched = Map.copyOf(unwatched);
    }
}
