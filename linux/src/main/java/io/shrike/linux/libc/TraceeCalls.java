package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;
import static io.shrike.linux.libc.Native.POINTER;
import static io.shrike.linux.libc.TraceCalls.ptrace;

import io.shrike.linux.abi.Ptrace;
import io.shrike.linux.abi.PtraceSyscallInfo;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * ptrace(2) of threads for as long as they live. All calls on one tracee must come from the thread that seized it. Each returns
 * a value of at least 0, or -errno, of which -ESRCH says that the tracee does not stop here any more: it was killed. None
 * allocates; only {@link #waitAny} blocks.
 */
public final class TraceeCalls {
    private static final MethodHandle WAIT4 = Native.syscall(INT, POINTER, INT, LONG);
    private static final MethodHandle QUICK_WAIT4 = Native.quickSyscall(INT, POINTER, INT, LONG);
    private static final MethodHandle TKILL = Native.quickSyscall(INT, INT);

    /** From linux/wait.h: without waiting; threads and processes alike; of the calling thread alone. */
    private static final int WNOHANG = 1;

    private static final int WALL = 0x4000_0000;
    private static final int WNOTHREAD = 0x2000_0000;

    private TraceeCalls() {}

    /** PTRACE_SEIZE with these PTRACE_O_ options. */
    public static int seize(int tid, int options) {
        return ptrace(Ptrace.PTRACE_SEIZE, tid, 0, options);
    }

    /** PTRACE_CONT of a stopped thread: it goes on with {@code signal}, or none, to the next stop that is no call's. */
    public static int goOn(int tid, int signal) {
        return ptrace(Ptrace.PTRACE_CONT, tid, 0, signal);
    }

    /**
     * wait4(2) for any tracee or child of the calling thread, and of no other thread: its number, and {@link
     * TraceCalls#waitStatus()} tells of it. -ECHILD when there is none, -EINTR after a signal with a handler.
     */
    public static int waitAny() {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long)
                    WAIT4.invokeExact(scratch.state, SyscallNumbers.WAIT4, -1, scratch.structs, WALL | WNOTHREAD, 0L));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** {@link #waitAny} without waiting: 0 when none has anything to tell. */
    public static int pollAny() {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long) QUICK_WAIT4.invokeExact(
                    scratch.state, SyscallNumbers.WAIT4, -1, scratch.structs, WNOHANG | WALL | WNOTHREAD, 0L));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /**
     * PTRACE_GET_SYSCALL_INFO (Linux 5.3) into {@code info}, of {@link PtraceSyscallInfo#SIZE} bytes at least: the bytes there
     * are. -EIO where the kernel has no such request.
     */
    public static int syscallInfo(int tid, NativeBuffer info) {
        return ptrace(Ptrace.PTRACE_GET_SYSCALL_INFO, tid, PtraceSyscallInfo.SIZE, info.liveAddress());
    }

    /** PTRACE_GETEVENTMSG: what {@link #lastEventMessage} then tells. 0, or -errno. */
    public static int eventMessage(int tid) {
        return ptrace(Ptrace.PTRACE_GETEVENTMSG, tid, 0, Scratch.get().structs.address());
    }

    /** The message of the last {@link #eventMessage} of this thread; after an exec the caller's number before it. */
    public static int lastEventMessage() {
        return (int) Scratch.get().structs.get(ValueLayout.JAVA_LONG, 0);
    }

    /** tkill(2): a signal for this thread alone. */
    public static int tkill(int tid, int signal) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long) TKILL.invokeExact(scratch.state, SyscallNumbers.TKILL, tid, signal));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
