package io.shrike.delivery.pipeline;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.WriteResult;
import io.shrike.delivery.encode.EventEncoder;
import io.shrike.delivery.encode.OutboundEvent;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Collects lines and writes many of them at once. A batch that the sink could not take stays, and is tried again with growing
 * pauses; until it is through nothing may be appended, so that events wait in the ring. Only where a tap takes events too,
 * they go on: a few megabytes of lines wait here, and what is more is lost to the sink, not to the tap. Owned by the writer
 * thread.
 */
final class Outlet {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(512);
    private static final int MOST_WAITING = 8 << 20;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final EventEncoder encoder;
    private final LineSink sink;
    private final EventTap tap;
    private final SecretMask mask;
    private final int batchBytes;
    private final Tally tally;
    private final LongSupplier nanoTime;
    private final LineBuffer lines;

    private ByteBuffer unwritten = NOTHING;

    /** Whether {@link #unwritten} lies in {@link #lines}. */
    private boolean shared = true;

    private volatile String obstacle = "drainTimeout";

    /** Whether lines wait because of {@link #obstacle}, for other threads. */
    private volatile boolean obstructed;

    private long pause;
    private long retryAt;

    Outlet(
            EventEncoder encoder,
            LineSink sink,
            EventTap tap,
            SecretMask mask,
            int batchBytes,
            Tally tally,
            LongSupplier nanoTime) {
        this.encoder = encoder;
        this.sink = sink;
        this.tap = tap;
        this.mask = mask;
        this.batchBytes = batchBytes;
        this.tally = tally;
        this.nanoTime = nanoTime;
        this.lines = new LineBuffer(2 * batchBytes);
    }

    /** Adds a line; an event that cannot be encoded is a loss like any other. */
    void append(OutboundEvent event) {
        if (!mayAppend()) {
            throw new IllegalStateException("a batch is being written");
        }
        int start = lines.size();
        try {
            encoder.encode(event, lines);
        } catch (RuntimeException failure) {
            lines.truncate(start);
            tally.drop("encodeFailed:" + failure.getClass().getSimpleName(), 1);
            return;
        }
        mask.apply(lines.array(), start, lines.size());
        tap(event, start);
        if (isBlocked() && lines.size() > MOST_WAITING) {
            lines.truncate(start);
            tally.drop(obstacle, 1);
        }
    }

    /** Whether there is a place for another event. */
    boolean mayAppend() {
        return !isBlocked() || tap.isActive();
    }

    private void tap(OutboundEvent event, int start) {
        try {
            tap.take(event.event(), lines.array(), start, lines.size() - 1);
        } catch (RuntimeException failure) {
            tally.drop("tapFailed:" + failure.getClass().getSimpleName(), 1);
        }
    }

    boolean isFull() {
        return lines.size() >= batchBytes;
    }

    /** Whether a batch waits to be tried again. */
    boolean isBlocked() {
        return unwritten.hasRemaining();
    }

    /** Why lines wait at this moment. Any thread. */
    Optional<String> obstacle() {
        return obstructed ? Optional.of(obstacle) : Optional.empty();
    }

    /** Nanoseconds until a blocked batch may be tried again. */
    long nanosToRetry() {
        return Math.max(0, retryAt - nanoTime.getAsLong());
    }

    /** Writes what is there, unless it is too early to try again. */
    void flush() {
        flushTap();
        if (!isBlocked()) {
            unwritten = lines.view();
            shared = true;
        } else if (nanosToRetry() > 0) {
            return;
        }
        if (!isBlocked()) {
            return;
        }
        int from = unwritten.position();
        WriteResult result = write();
        tally.emitted.addAndGet(newlines(from, unwritten.position()));
        switch (result) {
            case WriteResult.Done _ -> finish();
            case WriteResult.Again again -> retryLater(again.reason());
            case WriteResult.Lost lost -> drop(lost.reason());
        }
    }

    private void flushTap() {
        try {
            tap.flush();
        } catch (RuntimeException failure) {
            tally.drop("tapFailed:" + failure.getClass().getSimpleName(), 1);
        }
    }

    private WriteResult write() {
        try {
            return sink.write(unwritten);
        } catch (RuntimeException failure) {
            return new WriteResult.Lost(failure.getClass().getSimpleName());
        }
    }

    private void retryLater(String reason) {
        tally.retry(reason);
        obstacle = "writeFailed:" + reason;
        obstructed = true;
        if (shared && tap.isActive()) {
            standAside();
        }
        pause = pause == 0 ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
        retryAt = nanoTime.getAsLong() + pause;
    }

    /** What is not written yet makes room for lines to come; the byte before tells the sink whether a line has begun. */
    private void standAside() {
        int before = unwritten.position() > 0 ? 1 : 0;
        ByteBuffer rest = ByteBuffer.allocate(before + unwritten.remaining());
        rest.put(unwritten.position(unwritten.position() - before));
        unwritten = rest.flip().position(before);
        shared = false;
        lines.clear(2 * batchBytes);
    }

    private void drop(String reason) {
        tally.drop("writeFailed:" + reason, newlines(unwritten.position(), unwritten.limit()));
        finish();
    }

    private void finish() {
        obstructed = false;
        unwritten = NOTHING;
        pause = 0;
        if (shared) {
            lines.clear(2 * batchBytes);
        }
    }

    /** Gives up what is not written, and counts it under what stood in its way. */
    void abandon() {
        if (isBlocked()) {
            tally.drop(obstacle, newlines(unwritten.position(), unwritten.limit()));
            finish();
            unwritten = shared ? NOTHING : lines.view();
            shared = true;
            tally.drop(obstacle, newlines(unwritten.position(), unwritten.limit()));
            finish();
        }
    }

    private long newlines(int from, int to) {
        long newlines = 0;
        for (int i = from; i < to; i++) {
            if (unwritten.get(i) == '\n') {
                newlines++;
            }
        }
        return newlines;
    }

    void close() {
        sink.close();
    }
}
