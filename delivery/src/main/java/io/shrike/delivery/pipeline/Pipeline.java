package io.shrike.delivery.pipeline;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.encode.EventEncoder;
import io.shrike.model.Counts;
import io.shrike.model.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes events from the stop thread ({@link #ring}) and from others ({@link #submit}) to a sink, on one thread named
 * shrike-writer. It tells of itself: {@code sensor_status} at the start, at intervals and at the end. Thread-safe.
 */
public final class Pipeline implements AutoCloseable {
    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

    private static final long FLUSH_POLL = 200_000;

    private final EventRing ring;
    private final Inbox inbox;
    private final Tally tally = new Tally();
    private final Admission admission;
    private final StatusSource source;
    private final SelfReport report;
    private final Outlet outlet;
    private final Writer writer;
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Pipeline(PipelineConfig config, LineSink sink, EventTap tap, StatusSource source, Clocks clocks) {
        Wakeup wakeup = new Wakeup();
        this.source = source;
        this.ring = new EventRing(config.ringCapacity(), config.ringBytes(), wakeup);
        this.inbox = new Inbox(config.inboxCapacity(), wakeup);
        EventEncoder encoder = new EventEncoder(config.sensor(), config.redactor(), config.argumentBytes());
        this.outlet = new Outlet(
                encoder, sink, tap, new SecretMask(config.secrets()), config.batchBytes(), tally, clocks.nanoTime());
        this.admission = new Admission(outlet, tally, EventIds.seeded(), config);
        this.report = new SelfReport(admission, source, tap, this::counts, tally, clocks, config.statusInterval());
        this.writer = new Writer(ring, inbox, admission, outlet, report, tally, clocks, new Idle(wakeup));
        this.thread = Thread.ofPlatform().name("shrike-writer").daemon(true).unstarted(writer);
    }

    /** Starts the writer, which owns the sink from now on and closes it at the end. */
    public static Pipeline start(PipelineConfig config, LineSink sink, StatusSource source) {
        return start(config, sink, EventTap.NONE, source);
    }

    /** Starts the writer, which also hands every event to {@code tap}. */
    public static Pipeline start(PipelineConfig config, LineSink sink, EventTap tap, StatusSource source) {
        Pipeline pipeline = new Pipeline(config, sink, tap, source, Clocks.SYSTEM);
        pipeline.thread.start();
        return pipeline;
    }

    /** Where the stop thread, and no other, offers its events. */
    public EventRing ring() {
        return ring;
    }

    /** Takes an event of any thread but the stop thread. False: the inbox is full, and the loss is counted. */
    public boolean submit(Event event) {
        return inbox.submit(event);
    }

    /**
     * Changes sampling and rate limit, as a policy reload does, for events that are offered from now on; those that still wait
     * are treated the old way. The stop thread, and no other.
     */
    public void reshape(Shaping shaping) {
        admission.reshape(shaping, ring.accepted());
    }

    /** What became of all events so far. */
    public Counts counts() {
        return tally.counts(source, ring, inbox);
    }

    /** What a sensor_status would tell now. Any thread. */
    public Event.SensorStatus status() {
        return report.status("running");
    }

    /** Why events do not get out of the sensor at this moment, e.g. {@code writeFailed:ENOSPC}; empty when they do. Any thread. */
    public Optional<String> obstacle() {
        return thread.isAlive() ? outlet.obstacle() : Optional.of("writerEnded");
    }

    /**
     * Waits, no longer than {@code limit}, until everything offered so far is written, or, where a tap has it, waits only for
     * the sink; tells whether it is.
     */
    public boolean flush(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!writer.isQuiet()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.unpark(thread);
            LockSupport.parkNanos(FLUSH_POLL);
        }
        return true;
    }

    /**
     * Writes what waits and the last status, then ends; waits for that no longer than {@code limit}. The stop thread must have
     * offered its last event. Tells whether everything was written; calling it again only waits again.
     */
    public boolean close(Duration limit) {
        if (closed.compareAndSet(false, true)) {
            writer.stop(limit);
        }
        LockSupport.unpark(thread);
        try {
            boolean ended = thread.join(limit.plusMillis(100));
            return ended && drained();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        close(DEFAULT_DRAIN);
    }

    /** After the end: whether everything accepted was written. */
    public boolean drained() {
        return writer.drained();
    }
}
