package io.shrike.delivery.pipeline;

import io.shrike.model.Counts;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What became of events, by count. Written by the writer thread, read by any. */
final class Tally {
    final AtomicLong emitted = new AtomicLong();
    final AtomicLong sampled = new AtomicLong();
    final AtomicLong suppressed = new AtomicLong();
    private final Map<String, Long> dropped = new ConcurrentHashMap<>();
    private final Map<String, Long> retried = new ConcurrentHashMap<>();

    void drop(String reason, long events) {
        if (events > 0) {
            dropped.merge(reason, events, Long::sum);
        }
    }

    void retry(String reason) {
        retried.merge(reason, 1L, Long::sum);
    }

    /** Writes that had to be tried again, by reason. */
    Map<String, Long> retried() {
        return new TreeMap<>(retried);
    }

    Counts counts(StatusSource source, EventRing ring, Inbox inbox) {
        Map<String, Long> losses = new TreeMap<>(dropped);
        putIfAny(losses, "ringFull", ring.lost());
        putIfAny(losses, "inboxFull", inbox.lost());
        return new Counts(
                source.seen(),
                source.matched(),
                emitted.get(),
                sampled.get(),
                suppressed.get(),
                losses,
                source.unwatched(),
                source.withdrawn());
    }

    private static void putIfAny(Map<String, Long> losses, String reason, long events) {
        if (events > 0) {
            losses.put(reason, events);
        }
    }
}
