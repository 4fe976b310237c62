package io.shrike.trace.engine.ptrace;

import io.shrike.linux.abi.PtraceEvents;
import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.CallRegisters;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.libc.TraceeCalls;
import io.shrike.model.Verdict;
import io.shrike.trace.engine.EngineCounters;
import io.shrike.trace.engine.GuardedCheck;
import io.shrike.trace.engine.NotifyEngine.FailureReport;
import io.shrike.trace.engine.ResultCheck;
import io.shrike.trace.engine.StopHandler;
import io.shrike.trace.engine.StopLatency;
import org.jspecify.annotations.Nullable;

/**
 * Stops at the entry and at the end of calls: wanted calls are judged at their entry, and what the verdict leaves to do at the
 * end is done there. Which of the two a stop is, the kernel says each time. Owned by the stop thread.
 */
final class CallStops implements AutoCloseable {
    /** The kernel's codes for a call that is made again (include/linux/errno.h), negated. */
    private static final long FIRST_RESTART = -516;

    private static final long LAST_RESTART = -512;

    private final WantedCalls wanted;
    private final EngineCounters counters;
    private final FailureReport failures;
    private final StopLatency latency = new StopLatency();
    private final PtraceStop stop = new PtraceStop();

    /** When the stop under way began, as of System.nanoTime; 0 between two stops. */
    private volatile long servingSince;

    CallStops(WantedCalls wanted, EngineCounters counters, FailureReport failures) {
        this.wanted = wanted;
        this.counters = counters;
        this.failures = failures;
    }

    StopLatency latency() {
        return latency;
    }

    long servingNanos() {
        long since = servingSince;
        return since == 0 ? 0 : Math.max(0, System.nanoTime() - since);
    }

    /**
     * Serves the stop: 0 or more when its thread is to go on, -ESRCH when it was killed, another -errno when the kernel does
     * not say what it stopped at.
     */
    int serve(Tracee tracee, StopHandler handler) {
        int operation = stop.look(tracee.tid);
        return switch (operation) {
            case PtraceEvents.PTRACE_SYSCALL_INFO_ENTRY, PtraceEvents.PTRACE_SYSCALL_INFO_SECCOMP ->
                entered(tracee, handler);
            case PtraceEvents.PTRACE_SYSCALL_INFO_EXIT -> left(tracee);
            default -> operation;
        };
    }

    private int entered(Tracee tracee, StopHandler handler) {
        stop.entered();
        tracee.atEntry = true;
        if (tracee.owesAnEnd()) {
            tracee.callIsOver();
        }
        if (!wanted.contains(stop.abi(), stop.number())) {
            return 0;
        }
        long began = System.nanoTime();
        servingSince = began == 0 ? 1 : began;
        counters.stopSeen();
        int result = isUnderWay(tracee) ? 0 : apply(tracee, judge(handler));
        servingSince = 0;
        latency.add(System.nanoTime() - began);
        if (result == -Errno.ESRCH) {
            counters.callWithdrawn();
        } else if (result < 0) {
            counters.verdictFailed();
            return 0;
        }
        return result;
    }

    /** Whether this is a call that was looked at while it waited, made again by the kernel: it is let through. */
    private boolean isUnderWay(Tracee tracee) {
        ResultCheck check = tracee.underWay;
        if (check == null) {
            return false;
        }
        tracee.underWay = null;
        return tracee.isRemembered(stop) && check.underWay();
    }

    /** Whatever fails in the handler, the call goes on. */
    private Verdict judge(StopHandler handler) {
        try {
            return handler.onStop(stop);
        } catch (RuntimeException | Error failure) {
            counters.handlerFailed();
            failures.failed("handling a stop", failure);
            return Verdict.CONTINUE;
        }
    }

    private int apply(Tracee tracee, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Continue() -> goOn(tracee);
            case Verdict.Deny(int errno) -> leaveOut(tracee, Tracee.AtEnd.RESULT, -errno);
            case Verdict.Terminate() -> terminate(tracee);
            case Verdict.Pause() -> pause(tracee);
        };
    }

    private int goOn(Tracee tracee) {
        ResultCheck wantedCheck = stop.check();
        if (wantedCheck == null) {
            return 0;
        }
        ResultCheck check = new GuardedCheck(wantedCheck, counters, failures);
        check.begin();
        tracee.check = check;
        tracee.pid = stop.pid();
        tracee.atEnd = Tracee.AtEnd.CHECK;
        tracee.remember(stop);
        return 0;
    }

    private int leaveOut(Tracee tracee, Tracee.AtEnd atEnd, long result) {
        int left = CallRegisters.skip(tracee.tid, result);
        if (left >= 0) {
            tracee.atEnd = atEnd;
            tracee.result = result;
        }
        return left;
    }

    /** The kernel does not carry out the call of a thread that is killed here, either. */
    private int terminate(Tracee tracee) {
        int left = leaveOut(tracee, Tracee.AtEnd.RESULT, -Errno.EPERM);
        int killed = ProcessCalls.kill(tracee.tid, Signals.SIGKILL);
        return killed < 0 ? killed : Math.min(left, 0);
    }

    /**
     * Sends the call back to its start with a stop signal pending, so that it does not run before somebody continues the
     * process; then it stops here again and is let through. The signal is for this thread: another one could take it later
     * than this one comes back.
     */
    private int pause(Tracee tracee) {
        if (tracee.paused && tracee.isRemembered(stop)) {
            tracee.paused = false;
            return goOn(tracee);
        }
        int stopped = TraceeCalls.tkill(tracee.tid, Signals.SIGSTOP);
        if (stopped < 0) {
            return stopped;
        }
        int left = leaveOut(tracee, Tracee.AtEnd.REWIND, -Errno.EINTR);
        tracee.remember(stop);
        tracee.paused = true;
        return left;
    }

    private int left(Tracee tracee) {
        tracee.atEntry = false;
        int done = switch (tracee.atEnd) {
            case NOTHING -> 0;
            case RESULT -> stop.result() == tracee.result ? 0 : CallRegisters.setResult(tracee.tid, tracee.result);
            case REWIND ->
                CallRegisters.rewind(tracee.tid, tracee.number(), tracee.firstArgument(), stop.instructionPointer());
            case CHECK -> look(tracee, tracee.check);
        };
        tracee.callIsOver();
        if (done < 0 && done != -Errno.ESRCH) {
            counters.verdictFailed();
            return 0;
        }
        return done;
    }

    private int look(Tracee tracee, @Nullable ResultCheck check) {
        long result = stop.result();
        boolean madeAgain = result >= FIRST_RESTART && result <= LAST_RESTART;
        if (check == null || (madeAgain && !check.underWay())) {
            return 0;
        }
        tracee.underWay = madeAgain ? check : null;
        return switch (check.look(result)) {
            case ACCEPTED -> 0;
            case UNSEEN -> {
                counters.resultUnchecked("notSeen");
                yield 0;
            }
            case FORBIDDEN -> Math.min(0, ProcessCalls.kill(tracee.pid, Signals.SIGKILL));
        };
    }

    @Override
    public void close() {
        stop.close();
    }
}
