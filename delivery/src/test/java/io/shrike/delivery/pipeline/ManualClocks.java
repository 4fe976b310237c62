package io.shrike.delivery.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks that go forward when told to. */
final class ManualClocks {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);

    /** The forward clock starts close to its overflow. */
    Clocks clocks() {
        long start = nanos.get();
        return new Clocks(() -> START.plusNanos(nanos.get() - start), nanos::get);
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
