package io.shrike.trace.engine;

import static io.shrike.trace.engine.ResultCheck.Finding.ACCEPTED;

import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.libc.TraceCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Halts a thread between the end of a call and its return to the program, so that what the call did is looked at before it can
 * be used: the thread is seized and interrupted while it still waits for its answer, and let go after the look. The kernel
 * must ask for the answer with WAIT_KILLABLE_RECV, else the interruption ends the wait instead. See
 * docs/adr/0011-look-at-the-result.md. Owned by the stop thread.
 */
final class ResultChecks {
    /** Looks that most calls are done within; the processor is handed over between them. */
    private static final int QUICK_LOOKS = 50;

    /** Then looks 20 microseconds apart, up to 2 ms in all; a call that takes longer is looked at between other stops. */
    private static final int SLOW_LOOKS = 100;

    private static final int PAUSE_NANOS = 20_000;

    private static final int MAX_UNDER_WAY = 1024;

    private final EngineCounters counters;
    private final NotifyEngine.FailureReport failures;
    private final FollowedCalls followed;
    private final WaitingCalls waiting;
    private final PausedCalls begun = new PausedCalls();
    private final List<Halting> late = new ArrayList<>();

    /** Of the calls begun those that were looked at and that the kernel makes again, by thread. */
    private final LinkedHashMap<Integer, ResultCheck> underWay = new LinkedHashMap<>();

    ResultChecks(EngineCounters counters, NotifyEngine.FailureReport failures) {
        this.counters = counters;
        this.failures = failures;
        followed = new FollowedCalls(counters);
        waiting = new WaitingCalls(this::returned);
    }

    /** A thread that will halt; without a check once it was killed and has only to be reaped. */
    private record Halting(
            int tid,
            int pid,
            int number,
            long afterCall,
            @Nullable ResultCheck check) {}

    /** Lets the stopped call through by {@code goOn}, which gives 0 or -errno, and has its result looked at. */
    int resume(NotifyStop stop, ResultCheck wanted, IntSupplier goOn) {
        ResultCheck check = new GuardedCheck(wanted, counters, failures);
        if (waiting.isDecidedAnew(stop, check)) {
            return goOn.getAsInt();
        }
        if (begun.isMadeAgain(stop)) {
            counters.resultUnchecked("blocking");
            return goOn.getAsInt();
        }
        if (!check.begin()) {
            return followed.resume(stop.pid(), check, goOn);
        }
        int seized = TraceCalls.seize(stop.tid());
        if (seized < 0) {
            end(check);
            counters.resultUnchecked(Errno.name(-seized));
            return goOn.getAsInt();
        }
        TraceCalls.interrupt(stop.tid());
        begun.add(stop);
        Halting halting = new Halting(stop.tid(), stop.pid(), stop.number(), stop.instructionPointer(), check);
        int answered = goOn.getAsInt();
        await(halting);
        return answered;
    }

    private void await(Halting halting) {
        for (int look = 0; look < QUICK_LOOKS + SLOW_LOOKS; look++) {
            if (done(halting)) {
                return;
            }
            if (look < QUICK_LOOKS) {
                TraceCalls.yieldProcessor();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        late.add(halting);
    }

    /** Whether a thread has still to halt, or a call to be looked at. */
    boolean busy() {
        return !late.isEmpty() || followed.busy() || waiting.busy();
    }

    /** Milliseconds until the next look. */
    int patience() {
        return late.isEmpty() && !followed.busy() ? waiting.patience() : 1;
    }

    /** Looks at the threads and calls that took their time. */
    void look() {
        followed.look();
        waiting.look();
        List<Halting> still = List.copyOf(late);
        late.clear();
        for (Halting halting : still) {
            if (!done(halting)) {
                late.add(halting);
            }
        }
    }

    private boolean done(Halting halting) {
        int tid = halting.tid;
        int found = TraceCalls.poll(tid);
        if (found == -Errno.ECHILD && halting.pid != tid) {
            tid = halting.pid;
            found = TraceCalls.poll(tid);
        }
        if (found == 0) {
            return false;
        }
        if (found > 0 && isStop(TraceCalls.waitStatus())) {
            halted(halting, tid, TraceCalls.waitStatus());
        } else {
            end(halting.check);
        }
        return true;
    }

    private void halted(Halting halting, int tid, int status) {
        ResultCheck check = halting.check;
        if (check == null) {
            TraceCalls.detach(tid, signal(status));
            return;
        }
        long result = TraceCalls.result(tid);
        boolean madeAgain = WaitingCalls.isMadeAgain(result) || TraceCalls.isMovedBack(tid, halting.afterCall);
        if (!madeAgain) {
            begun.forget(halting.tid);
        } else if (check.underWay()) {
            remember(tid, check);
        } else if (waiting.follow(tid, halting.pid, halting.number, check, status)) {
            begun.forget(halting.tid);
            return;
        }
        settle(tid, halting.pid, !madeAgain || underWay.containsKey(tid) ? check.look(result) : ACCEPTED, status);
        check.end();
    }

    private void remember(int tid, ResultCheck check) {
        if (underWay.size() >= MAX_UNDER_WAY) {
            underWay.pollFirstEntry();
        }
        underWay.put(tid, check);
    }

    /** A call that waited is done; its caller halts at the end of it. */
    private void returned(int tid, int pid, ResultCheck check, long result) {
        settle(tid, pid, check.look(result), 0);
        check.end();
    }

    /** Lets the halted thread go, or ends its process. */
    private void settle(int tid, int pid, ResultCheck.Finding finding, int status) {
        switch (finding) {
            case ACCEPTED -> TraceCalls.detach(tid, signal(status));
            case UNSEEN -> {
                counters.resultUnchecked("notSeen");
                TraceCalls.detach(tid, signal(status));
            }
            case FORBIDDEN -> {
                ProcessCalls.kill(pid, Signals.SIGKILL);
                TraceCalls.detach(tid, 0);
                await(new Halting(tid, pid, 0, 0, null));
            }
        }
    }

    /** Whether this stop is a call that was looked at while it went on, made again by the kernel: it is let through. */
    boolean isUnderWay(NotifyStop stop) {
        if (underWay.isEmpty()) {
            return false;
        }
        ResultCheck check = underWay.remove(stop.tid());
        return check != null && begun.isMadeAgain(stop) && check.underWay();
    }

    private static void end(@Nullable ResultCheck check) {
        if (check != null) {
            check.end();
        }
    }

    static boolean isStop(int status) {
        return (status & 0xff) == 0x7f;
    }

    /** The signal that a signal-delivery-stop holds back; none at the stops of PTRACE_INTERRUPT and of groups. */
    private static int signal(int status) {
        return status >> 16 == 0 ? (status >> 8) & 0xff : 0;
    }
}
