package io.shrike.delivery.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How the writer waits for work. After work it takes a few short naps that no producer has to end, so that a stream of events
 * costs the stop thread no system call; then it sleeps until woken or until its next duty, and costs nothing.
 */
final class Idle {
    private static final int NAPS = 8;
    private static final long NAP = TimeUnit.MICROSECONDS.toNanos(200);

    private final Wakeup wakeup;
    private int naps;

    Idle(Wakeup wakeup) {
        this.wakeup = wakeup;
    }

    void worked() {
        naps = 0;
    }

    void rest(long nanosToNextDuty, BooleanSupplier hasWork) {
        if (nanosToNextDuty <= 0) {
            return;
        }
        if (naps < NAPS) {
            naps++;
            LockSupport.parkNanos(this, Math.min(NAP, nanosToNextDuty));
        } else {
            wakeup.sleep(nanosToNextDuty, hasWork);
        }
    }
}
