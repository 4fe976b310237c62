package io.shrike.trace.engine.ptrace;

import io.shrike.linux.abi.PtraceEvents;
import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.TraceCalls;
import io.shrike.linux.libc.TraceeCalls;
import io.shrike.trace.engine.EngineCounters;
import io.shrike.trace.engine.NotifyEngine.FailureReport;
import io.shrike.trace.engine.StopHandler;

/**
 * What happens to the followed threads, as wait4(2) tells it, and how each goes on from there (ptrace(2)). A new thread may tell
 * of itself before the thread that made it does; whoever is told of is followed. Owned by the stop thread.
 */
final class Tracees implements AutoCloseable {
    /** With PTRACE_O_TRACESYSGOOD. */
    private static final int SYSCALL_STOP = Signals.SIGTRAP | 0x80;

    private final TraceeTable table;
    private final CallStops calls;
    private final boolean filtered;
    private final EngineCounters counters;
    private final FailureReport failures;
    private final Interruptions interruptions = new Interruptions();
    private boolean detaching;

    Tracees(TraceeTable table, CallStops calls, boolean filtered, EngineCounters counters, FailureReport failures) {
        this.table = table;
        this.calls = calls;
        this.filtered = filtered;
        this.counters = counters;
        this.failures = failures;
    }

    /** Every thread is let go at its next stop. Those that a stop of their group holds are brought to another one by it. */
    void detachAll() {
        detaching = true;
        table.forEach(Interruptions::interrupt);
    }

    /** The kernel says that there is no tracee left. */
    void noneLeft() {
        table.clear();
        detaching = false;
    }

    /** Serves what wait4(2) told of the thread. Whatever fails, the thread goes on. */
    void told(int tid, int status, StopHandler handler) {
        boolean isStop = (status & 0xff) == 0x7f;
        if (!isStop) {
            table.remove(tid);
            return;
        }
        Tracee tracee = table.get(tid);
        try {
            stopped(tracee, status >> 16, (status >> 8) & 0xff, handler);
        } catch (RuntimeException | Error failure) {
            counters.handlerFailed();
            failures.failed("serving a stop", failure);
            goOn(tracee, 0);
        }
    }

    private void stopped(Tracee tracee, int event, int signal, StopHandler handler) {
        switch (event) {
            case 0 -> {
                if (signal == SYSCALL_STOP) {
                    atCall(tracee, handler);
                } else {
                    goOn(tracee, signal);
                }
            }
            case PtraceEvents.PTRACE_EVENT_SECCOMP -> atCall(tracee, handler);
            case PtraceEvents.PTRACE_EVENT_EXEC -> executed(tracee);
            case PtraceEvents.PTRACE_EVENT_STOP -> {
                if (!isGroupStop(signal)) {
                    interruptions.stopped(tracee);
                    tracee.interrupted = false;
                    goOn(tracee, 0);
                } else if (detaching) {
                    goOn(tracee, 0);
                } else {
                    TraceCalls.listen(tracee.tid);
                }
            }
            default -> goOn(tracee, 0);
        }
    }

    /** A thread that was killed is told of once more. */
    private void atCall(Tracee tracee, StopHandler handler) {
        int served = calls.serve(tracee, handler);
        if (served == -Errno.ESRCH) {
            return;
        }
        if (served < 0) {
            failures.failed(
                    "asking what a thread stopped at (PTRACE_GET_SYSCALL_INFO, Linux 5.3); all processes are let go",
                    new IllegalStateException(Errno.name(-served)));
            detachAll();
        }
        interruptions.stopped(tracee);
        if (detaching && tracee.atEntry) {
            // The interruption is pending still, and would end a call that waits: that is put right at the end of it.
            TraceCalls.goOnToSyscall(tracee.tid, 0);
        } else {
            goOn(tracee, 0);
        }
    }

    /** An exec of any thread gives it the number of its process; the other threads are gone. */
    private void executed(Tracee tracee) {
        int former = TraceeCalls.eventMessage(tracee.tid) < 0 ? tracee.tid : TraceeCalls.lastEventMessage();
        goOn(table.rename(former, tracee.tid), 0);
    }

    private void goOn(Tracee tracee, int signal) {
        if (!detaching || tracee.owesAnEnd()) {
            if (filtered && !tracee.owesAnEnd()) {
                TraceeCalls.goOn(tracee.tid, signal);
            } else {
                TraceCalls.goOnToSyscall(tracee.tid, signal);
            }
        } else if (TraceCalls.detach(tracee.tid, signal) >= 0) {
            table.remove(tracee.tid);
        }
    }

    private static boolean isGroupStop(int signal) {
        return signal == Signals.SIGSTOP
                || signal == Signals.SIGTSTP
                || signal == Signals.SIGTTIN
                || signal == Signals.SIGTTOU;
    }

    @Override
    public void close() {
        interruptions.close();
    }
}
