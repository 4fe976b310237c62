package io.shrike.trace.engine;

import io.shrike.linux.seccomp.SeccompListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** One of the listeners that an engine serves, until the last task under its filter is gone; then it is closed. */
public final class ServedListener {
    private final SeccompListener listener;
    private final boolean waitsKillable;
    private final IntConsumer gone;
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * {@code gone} runs once, on the stop thread: with 0 when no task is left, or with -errno when the listener could not be
     * served.
     */
    public ServedListener(SeccompListener listener, boolean waitsKillable, IntConsumer gone) {
        this.listener = listener;
        this.waitsKillable = waitsKillable;
        this.gone = gone;
    }

    SeccompListener listener() {
        return listener;
    }

    boolean waitsKillable() {
        return waitsKillable;
    }

    void left() {
        ended(0);
    }

    void refused(int error) {
        ended(error);
    }

    private void ended(int reason) {
        gone.accept(reason);
        listener.close();
        end.countDown();
    }

    /** Waits until the last task is gone and its last stop is served; false at the limit. Any thread but the stop thread. */
    public boolean awaitEnd(Duration limit) {
        try {
            return end.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
