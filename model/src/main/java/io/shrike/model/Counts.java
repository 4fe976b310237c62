package io.shrike.model;

import java.util.Map;

/**
 * Counters since start. {@code seen}: stops; {@code matched}: activities that met a rule; {@code emitted}: events written;
 * {@code sampled} and {@code suppressed}: withheld on purpose; {@code dropped} and {@code unwatched}: lost, by reason.
 */
public record Counts(
        long seen,
        long matched,
        long emitted,
        long sampled,
        long suppressed,
        Map<String, Long> dropped,
        Map<String, Long> unwatched) {
    public Counts {
        dropped = Map.copyOf(dropped);
        unwatched = Map.copyOf(unwatched);
    }
}
