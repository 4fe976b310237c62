package io.shrike.trace.engine;

import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.TraceCalls;
import io.shrike.linux.syscall.Abi;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls that waited when their caller halted, and that the kernel makes again: an open of a FIFO without its other end, a
 * connect to a Unix socket whose queue is full. Their callers stay traced (ptrace(2), PTRACE_SYSCALL) until the call returns
 * for good, so that what came of it can be looked at then. Signals are handed on, and stops of the group stay stops. Owned by
 * the stop thread.
 */
final class WaitingCalls {
    /** Who waits beyond them is not followed. */
    private static final int MOST = 256;

    private static final int SYSCALL_STOP = Signals.SIGTRAP | 0x80;

    /** The kernel's codes for a call that is made again (include/linux/errno.h), negated. */
    private static final long FIRST_RESTART = -516;

    private static final long LAST_RESTART = -512;

    private static final int PTRACE_EVENT_STOP = 128;

    private static final int QUICK_LOOKS = 100;
    private static final int SLOW_MILLIS = 20;

    private final Map<Integer, Waiting> byThread = new HashMap<>();
    private final Returned returned;
    private int idleLooks;

    /** Told of a call that returns {@code result}; its caller is halted, and is to be let go. */
    @FunctionalInterface
    interface Returned {
        void returned(int tid, int pid, ResultCheck check, long result);
    }

    private record Waiting(int pid, int number, ResultCheck check) {}

    WaitingCalls(Returned returned) {
        this.returned = returned;
    }

    static boolean isMadeAgain(long result) {
        return result >= FIRST_RESTART && result <= LAST_RESTART;
    }

    /** Follows the thread, which halted with {@code status}; false when it cannot be followed, and halts still. */
    boolean follow(int tid, int pid, int number, ResultCheck check, int status) {
        if (byThread.size() >= MOST) {
            return false;
        }
        Waiting waiting = new Waiting(pid, number, check);
        if (goesOnWaiting(tid, waiting, status)) {
            byThread.put(tid, waiting);
        }
        return true;
    }

    /** The call of a thread that is followed was decided anew; false when it is not followed. */
    boolean isDecidedAnew(NotifyStop stop, ResultCheck check) {
        return byThread.computeIfPresent(stop.tid(), (_, waiting) -> new Waiting(waiting.pid, stop.number(), check))
                != null;
    }

    boolean busy() {
        return !byThread.isEmpty();
    }

    /** Milliseconds until the next look; the longer nothing happened the more. */
    int patience() {
        return idleLooks < QUICK_LOOKS ? 1 : SLOW_MILLIS;
    }

    void look() {
        idleLooks++;
        byThread.entrySet().removeIf(entry -> !waits(entry.getKey(), entry.getValue()));
    }

    private boolean waits(int tid, Waiting waiting) {
        int found = TraceCalls.poll(tid);
        if (found == 0) {
            return true;
        }
        if (found < 0 || !ResultChecks.isStop(TraceCalls.waitStatus())) {
            waiting.check.end();
            return false;
        }
        return goesOnWaiting(tid, waiting, TraceCalls.waitStatus());
    }

    private boolean goesOnWaiting(int tid, Waiting waiting, int status) {
        idleLooks = 0;
        int signal = (status >> 8) & 0xff;
        if (status >> 16 == PTRACE_EVENT_STOP) {
            return isGroupStop(signal) ? listens(tid) : goesOn(tid, 0);
        }
        return signal == SYSCALL_STOP ? waitsAtCall(tid, waiting) : goesOn(tid, signal);
    }

    private boolean waitsAtCall(int tid, Waiting waiting) {
        int entered = TraceCalls.enteredSyscall(tid);
        if (entered >= 0) {
            if ((entered & ~Abi.X32_SYSCALL_BIT) == waiting.number) {
                return goesOn(tid, 0);
            }
            waiting.check.end();
            TraceCalls.detach(tid, 0);
            return false;
        }
        long result = TraceCalls.result(tid);
        if (isMadeAgain(result)) {
            return goesOn(tid, 0);
        }
        returned.returned(tid, waiting.pid, waiting.check, result);
        return false;
    }

    /** Killed meanwhile, it is reaped by the next look. */
    private static boolean goesOn(int tid, int signal) {
        TraceCalls.goOnToSyscall(tid, signal);
        return true;
    }

    private static boolean listens(int tid) {
        TraceCalls.listen(tid);
        return true;
    }

    private static boolean isGroupStop(int signal) {
        return signal == Signals.SIGSTOP
                || signal == Signals.SIGTSTP
                || signal == Signals.SIGTTIN
                || signal == Signals.SIGTTOU;
    }
}
