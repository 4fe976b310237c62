package io.shrike.trace.engine.ptrace;

import io.shrike.linux.libc.CallRegisters;
import io.shrike.linux.libc.TraceCalls;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps an interruption of ours (PTRACE_INTERRUPT) from the program. The kernel makes most calls that wait again; some end with
 * EINTR instead, which a program that expects no signal may take for a failure. Those are made again too, on x86_64: only there
 * does the kernel look at the result after the stop (arch/x86/kernel/signal.c). Owned by the stop thread.
 */
final class Interruptions implements AutoCloseable {
    /** Made again unless a handler runs, and then EINTR (include/linux/errno.h). */
    private static final int ERESTARTNOHAND = 514;

    /** Nothing is used up when they end with EINTR; close(2), which it ends for good, is not among them. */
    private static final List<String> MADE_AGAIN = List.of(
            "epoll_wait",
            "epoll_pwait",
            "epoll_pwait2",
            "recvfrom",
            "recvmsg",
            "recvmmsg",
            "sendto",
            "sendmsg",
            "sendmmsg",
            "accept",
            "accept4",
            "connect",
            "read",
            "readv",
            "write",
            "writev",
            "semop",
            "semtimedop",
            "rt_sigtimedwait",
            "io_getevents",
            "io_pgetevents",
            "io_uring_enter");

    private final WantedCalls calls;
    private final PtraceStop stop = new PtraceStop();

    Interruptions() {
        SyscallTable table = SyscallTable.of(Abi.host());
        calls = WantedCalls.of(Map.of(
                Abi.host(),
                MADE_AGAIN.stream()
                        .flatMap(name -> table.number(name).stream().boxed())
                        .collect(Collectors.toSet())));
    }

    /** The thread stops soon, whatever it does. */
    static void interrupt(Tracee tracee) {
        tracee.interrupted = true;
        TraceCalls.interrupt(tracee.tid);
    }

    /** The thread stops at the end of a call, or where an interruption takes it. */
    void stopped(Tracee tracee) {
        if (!tracee.interrupted || stop.look(tracee.tid) < 0 || stop.arch() != Abi.X86_64.auditArch()) {
            return;
        }
        int number = CallRegisters.leavesInterrupted(tracee.tid);
        if (calls.contains(Abi.host(), number)) {
            CallRegisters.setResult(tracee.tid, -ERESTARTNOHAND);
        }
    }

    @Override
    public void close() {
        stop.close();
    }
}
