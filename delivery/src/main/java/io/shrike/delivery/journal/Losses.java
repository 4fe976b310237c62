package io.shrike.delivery.journal;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was dropped: events by reason, and how many each destination will not get. Guarded by the journal's lock. */
final class Losses {
    private final Map<String, Long> byReason = new HashMap<>();
    private final Map<Long, Long> byDestination = new HashMap<>();

    void count(List<Entry> entries, String reason) {
        if (entries.isEmpty()) {
            return;
        }
        byReason.merge(reason, (long) entries.size(), Long::sum);
        entries.forEach(entry -> entry.destinations().forEach(key -> byDestination.merge(key, 1L, Long::sum)));
    }

    /** Everything of a segment that a destination has not acknowledged. */
    void count(Segment segment, String reason) {
        try {
            count(segment.remaining(), reason);
        } catch (IOException _) {
            segment.waitingDestinations().forEach(key -> {
                count(key, segment.waiting(key), reason);
            });
        }
    }

    void count(long destination, long events, String reason) {
        if (events > 0) {
            byReason.merge(reason, events, Long::sum);
            byDestination.merge(destination, events, Long::sum);
        }
    }

    Map<String, Long> byReason() {
        return Map.copyOf(byReason);
    }

    long of(long destination) {
        return byDestination.getOrDefault(destination, 0L);
    }
}
