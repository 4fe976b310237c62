package io.shrike.delivery.pipeline;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the consumer sleep without a producer paying for it: a producer makes a system call only when the consumer has said
 * that it sleeps.
 *
 * <p>The consumer writes {@code sleeper}, then looks for work; a producer publishes its work, then looks at {@code sleeper};
 * a full fence lies between the two steps on either side, so one of them sees the other.
 */
final class Wakeup {
    private volatile @Nullable Thread sleeper;

    /** Producer, any thread: after the work is published. */
    void wakeIfAsleep() {
        VarHandle.fullFence();
        Thread asleep = sleeper;
        if (asleep != null) {
            sleeper = null;
            LockSupport.unpark(asleep);
        }
    }

    /** Consumer: sleeps until woken or for {@code nanos}, unless there is work already. May return early. */
    void sleep(long nanos, BooleanSupplier hasWork) {
        sleeper = Thread.currentThread();
        VarHandle.fullFence();
        if (!hasWork.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper = null;
    }
}
