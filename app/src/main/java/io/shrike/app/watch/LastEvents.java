package io.shrike.app.watch;

import io.shrike.app.deliver.RemoteDelivery;
import io.shrike.delivery.pipeline.Pipeline;
import java.time.Duration;

/** Gets the last events out within the drain timeout: to the sink and the journal first, then to remote destinations. */
record LastEvents(Pipeline pipeline, RemoteDelivery remote) {
    /** What is kept of the time for the last status, at most. */
    private static final Duration LAST_STATUS = Duration.ofMillis(500);

    /** The pipeline goes on afterwards. */
    void flush(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        pipeline.flush(limit);
        remote.drain(left(deadline, kept(limit)));
    }

    /** Ends the pipeline, whose last status tells how far remote destinations got; whether all is written locally. */
    boolean close(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        flush(limit);
        boolean drained = pipeline.close(left(deadline, Duration.ZERO));
        remote.drain(left(deadline, kept(limit).dividedBy(2)));
        remote.close();
        return drained;
    }

    private static Duration kept(Duration limit) {
        Duration quarter = limit.dividedBy(4);
        return quarter.compareTo(LAST_STATUS) < 0 ? quarter : LAST_STATUS;
    }

    private static Duration left(long deadline, Duration kept) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime() - kept.toNanos()));
    }
}
