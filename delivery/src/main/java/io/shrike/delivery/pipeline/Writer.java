package io.shrike.delivery.pipeline;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The duty of the writer thread: drain, append, write, rest. After {@link #stop} it drains what is left, tells the last status
 * and closes the sink, for as long as the deadline allows.
 */
final class Writer implements Runnable {
    private static final int DRAIN_STEP = 16;
    private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(10).toNanos();

    private final EventRing ring;
    private final Inbox inbox;
    private final Admission admission;
    private final Outlet outlet;
    private final SelfReport report;
    private final Tally tally;
    private final Clocks clocks;
    private final Idle idle;

    private volatile long deadline;
    private volatile boolean stopping;
    private volatile boolean drained;
    private volatile boolean quiet;

    Writer(
            EventRing ring,
            Inbox inbox,
            Admission admission,
            Outlet outlet,
            SelfReport report,
            Tally tally,
            Clocks clocks,
            Idle idle) {
        this.ring = ring;
        this.inbox = inbox;
        this.admission = admission;
        this.outlet = outlet;
        this.report = report;
        this.tally = tally;
        this.clocks = clocks;
        this.idle = idle;
    }

    @Override
    public void run() {
        guarded(this::begin);
        while (!stopping) {
            guarded(this::workOrRest);
        }
        guarded(this::finish);
        outlet.close();
    }

    void begin() {
        report.appendStatus("started");
        outlet.flush();
    }

    /** Nothing that goes wrong with one event may end the thread: it is counted, and the duty goes on. */
    private void guarded(Runnable duty) {
        try {
            duty.run();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            tally.drop("writerFailed:" + failure.getClass().getSimpleName(), 1);
            LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
        }
    }

    private void workOrRest() {
        quiet = false;
        if (work()) {
            idle.worked();
        } else {
            rest();
        }
    }

    /** One round, and whether there was anything to do. */
    boolean work() {
        if (!outlet.mayAppend()) {
            outlet.flush();
            return !outlet.isBlocked();
        }
        boolean drainedAny = drain();
        outlet.flush();
        if (outlet.mayAppend() && report.appendDue()) {
            outlet.flush();
        }
        return drainedAny;
    }

    private boolean drain() {
        int drainedEvents = inbox.drain(admission);
        int step;
        do {
            step = ring.drain(admission::receiveInTurn, DRAIN_STEP);
            drainedEvents += step;
        } while (step > 0 && !outlet.isFull());
        return drainedEvents > 0;
    }

    /** While a batch is blocked nobody needs to wake the writer but the clock and {@link #stop}. */
    private void rest() {
        if (outlet.isBlocked()) {
            quiet = outlet.mayAppend();
            LockSupport.parkNanos(this, outlet.nanosToRetry());
        } else {
            quiet = true;
            idle.rest(report.nanosToNext(), this::hasWork);
        }
    }

    private boolean hasWork() {
        return stopping || !ring.isEmpty() || !inbox.isEmpty();
    }

    /** Any thread: whether everything offered so far has been written, or waits for the sink alone. */
    boolean isQuiet() {
        return quiet && ring.isEmpty() && inbox.isEmpty();
    }

    /** Any thread, which then unparks this one. */
    void stop(Duration limit) {
        deadline = clocks.nanoTime().getAsLong() + limit.toNanos();
        stopping = true;
    }

    private boolean late() {
        return clocks.nanoTime().getAsLong() - deadline >= 0;
    }

    /** Drains, tells the last status, and gives up what is left at the deadline. */
    void finish() {
        ring.seal();
        boolean empty = drainAll();
        if (empty) {
            admission.leaveHole(ring.takeTrailingLoss() + inbox.takeLoss());
            report.appendSuppressed();
            flushAll();
        }
        if (!outlet.isBlocked()) {
            report.appendStatus("stopped");
            flushAll();
        }
        drained = empty && !outlet.isBlocked();
        outlet.abandon();
        tally.drop("drainTimeout", ring.size() + inbox.size());
    }

    private boolean drainAll() {
        flushAll();
        while (!outlet.isBlocked() && drain()) {
            flushAll();
            if (late()) {
                return false;
            }
        }
        return !outlet.isBlocked();
    }

    /** Writes until all is through or it is too late. */
    private void flushAll() {
        outlet.flush();
        while (outlet.isBlocked() && !late()) {
            LockSupport.parkNanos(
                    this,
                    Math.min(outlet.nanosToRetry(), deadline - clocks.nanoTime().getAsLong()));
            outlet.flush();
        }
    }

    /** Whether everything accepted was written, or lost for a reason told in the last status. */
    boolean drained() {
        return drained;
    }
}
