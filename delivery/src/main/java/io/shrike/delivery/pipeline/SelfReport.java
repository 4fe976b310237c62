package io.shrike.delivery.pipeline;

import io.shrike.model.Counts;
import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The events that the pipeline makes itself: {@code sensor_status} when it is due, and {@code events_suppressed} about each
 * second in which the rate limit withheld something. Owned by the writer thread, but for {@link #status}.
 */
final class SelfReport {
    private static final long SUPPRESSED_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Admission admission;
    private final StatusSource source;
    private final EventTap tap;
    private final Supplier<Counts> counts;
    private final Tally tally;
    private final Clocks clocks;
    private final long statusInterval;
    private long statusDue;
    private boolean suppressing;
    private long suppressedDue;

    SelfReport(
            Admission admission,
            StatusSource source,
            EventTap tap,
            Supplier<Counts> counts,
            Tally tally,
            Clocks clocks,
            Duration statusInterval) {
        this.admission = admission;
        this.source = source;
        this.tap = tap;
        this.counts = counts;
        this.tally = tally;
        this.clocks = clocks;
        this.statusInterval = statusInterval.toNanos();
        this.statusDue = clocks.nanoTime().getAsLong() + this.statusInterval;
    }

    /** Appends what is due, and tells whether that was anything. Everything appended before must have been written. */
    boolean appendDue() {
        long now = clocks.nanoTime().getAsLong();
        boolean appended = false;
        if (admission.hasSuppressed() && !suppressing) {
            suppressing = true;
            suppressedDue = now + SUPPRESSED_INTERVAL;
        }
        if (suppressing && now - suppressedDue >= 0) {
            appendSuppressed();
            appended = true;
        }
        if (now - statusDue >= 0) {
            statusDue = now + statusInterval;
            appendStatus("running");
            appended = true;
        }
        return appended;
    }

    void appendSuppressed() {
        suppressing = false;
        if (admission.hasSuppressed()) {
            admission.receive(new Event.EventsSuppressed(clocks.wall().instant(), admission.takeSuppressed()), 0);
        }
    }

    /** A source that fails costs its status, not the pipeline. */
    void appendStatus(String phase) {
        try {
            admission.receive(status(phase), 0);
        } catch (RuntimeException failure) {
            tally.drop("statusFailed:" + failure.getClass().getSimpleName(), 1);
        }
    }

    /** The status as it is now. Any thread. */
    Event.SensorStatus status(String phase) {
        DeliveryState delivery = tap.state();
        return new Event.SensorStatus(
                clocks.wall().instant(),
                phase,
                source.engineReason(),
                counts.get(),
                notes(delivery),
                source.policySources(),
                delivery);
    }

    private List<String> notes(DeliveryState delivery) {
        List<String> notes = new ArrayList<>(source.notes());
        notes.addAll(delivery.notes());
        tally.retried().forEach((reason, times) -> notes.add("writes tried again: " + reason + "=" + times));
        return List.copyOf(notes);
    }

    /** Nanoseconds until something is due. */
    long nanosToNext() {
        long now = clocks.nanoTime().getAsLong();
        long next = statusDue - now;
        return suppressing ? Math.min(next, suppressedDue - now) : next;
    }
}
