package io.shrike.delivery.send;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How one destination fares. Written by its sender, read by any thread. */
final class SenderTally {
    final AtomicLong delivered = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private volatile Optional<String> lastFailure = Optional.empty();
    private volatile boolean open;

    void failed(String reason, boolean circuitOpen) {
        failures.merge(reason, 1L, Long::sum);
        lastFailure = Optional.of(reason);
        open = circuitOpen;
    }

    void succeeded() {
        open = false;
        lastFailure = Optional.empty();
    }

    Map<String, Long> failures() {
        return new TreeMap<>(failures);
    }

    /** Why the last attempt failed; empty where it did not. */
    Optional<String> lastFailure() {
        return lastFailure;
    }

    String circuit() {
        return open ? "open" : "closed";
    }
}
