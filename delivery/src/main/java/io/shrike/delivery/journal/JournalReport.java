package io.shrike.delivery.journal;

import java.util.Map;
import java.util.Optional;

/**
 * How a journal is. {@code problem} says why events wait in memory only; {@code dropped} counts events that no destination gets
 * any more, by reason; {@code found} is how many a process before left behind.
 */
public record JournalReport(
        String directory,
        Optional<String> problem,
        long diskBytes,
        long memoryBytes,
        long found,
        long unreadableBytes,
        Map<String, Long> dropped) {
    public JournalReport {
        dropped = Map.copyOf(dropped);
    }
}
