package io.shrike.trace.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What an engine saw and lost. Written by the stop thread, read by any. */
public final class EngineCounters {
    private final LongAdder stops = new LongAdder();
    private final LongAdder withdrawn = new LongAdder();
    private final LongAdder handlerFailures = new LongAdder();
    private final LongAdder verdictFailures = new LongAdder();
    private final Map<String, LongAdder> unchecked = new ConcurrentHashMap<>();

    public void stopSeen() {
        stops.increment();
    }

    public void callWithdrawn() {
        withdrawn.increment();
    }

    public void handlerFailed() {
        handlerFailures.increment();
    }

    public void verdictFailed() {
        verdictFailures.increment();
    }

    /** A call that a block rule could be raced at went on without a look at what it did. */
    public void resultUnchecked(String reason) {
        unchecked.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }

    public long stops() {
        return stops.sum();
    }

    /** Calls that a signal or the caller's death ended before they were answered: they never ran, or were made again. */
    public long withdrawn() {
        return withdrawn.sum();
    }

    /**
     * Calls that went on without being judged, or ({@code unchecked:}) without the look at their result that a block rule
     * needs, by reason; empty when there were none.
     */
    public Map<String, Long> unwatched() {
        Map<String, Long> byReason = new TreeMap<>();
        putIfPositive(byReason, "handlerFailed", handlerFailures.sum());
        putIfPositive(byReason, "verdictFailed", verdictFailures.sum());
        unchecked.forEach((reason, count) -> byReason.put("unchecked:" + reason, count.sum()));
        return byReason;
    }

    private static void putIfPositive(Map<String, Long> into, String reason, long count) {
        if (count > 0) {
            into.put(reason, count);
        }
    }
}
