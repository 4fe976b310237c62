package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;
import static io.shrike.linux.libc.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Calls on processes and threads. Each returns a value of at least 0, or -errno; none allocates, none blocks. */
public final class ProcessCalls {
    private static final MethodHandle PIDFD_OPEN = Native.quickSyscall(INT, INT);
    private static final MethodHandle PIDFD_SEND_SIGNAL = Native.quickSyscall(INT, INT, POINTER, INT);
    private static final MethodHandle PIDFD_GETFD = Native.syscall(INT, INT, INT);
    private static final MethodHandle TGKILL = Native.quickSyscall(INT, INT, INT);
    private static final MethodHandle KILL = Native.quick("kill", INT, INT, INT);
    private static final MethodHandle GETPID = Native.quick("getpid", INT);
    private static final MethodHandle GETTID = Native.quickSyscall();
    private static final MethodHandle GETUID = Native.quick("getuid", INT);
    private static final MethodHandle SETRLIMIT = Native.quick("setrlimit", INT, INT, POINTER);
    private static final MethodHandle PRCTL = Native.variadic("prctl", 1, INT, INT, LONG, LONG, LONG, LONG);

    private ProcessCalls() {}

    /** pidfd_open(2): a descriptor of the process, close-on-exec; readable in poll once it has ended. */
    public static int pidfdOpen(int pid, int flags) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (long) PIDFD_OPEN.invokeExact(scratch.state, SyscallNumbers.PIDFD_OPEN, pid, flags));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** pidfd_send_signal(2); signal 0 asks only whether the process is there. */
    public static int pidfdSendSignal(int pidfd, int signal) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long) PIDFD_SEND_SIGNAL.invokeExact(
                    scratch.state, SyscallNumbers.PIDFD_SEND_SIGNAL, pidfd, signal, MemorySegment.NULL, 0));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** pidfd_getfd(2): a duplicate of descriptor {@code targetFd} of that process, close-on-exec. Needs ptrace access. */
    public static int pidfdGetfd(int pidfd, int targetFd) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (long) PIDFD_GETFD.invokeExact(scratch.state, SyscallNumbers.PIDFD_GETFD, pidfd, targetFd, 0));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** tgkill(2): sends the signal to the thread {@code tid} of the process {@code tgid}. */
    public static int tgkill(int tgid, int tid, int signal) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (long) TGKILL.invokeExact(scratch.state, SyscallNumbers.TGKILL, tgid, tid, signal));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** kill(2). */
    public static int kill(int pid, int signal) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) KILL.invokeExact(scratch.state, pid, signal));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** getpid(2). */
    public static int getpid() {
        try {
            return (int) GETPID.invokeExact(Scratch.get().state);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** gettid(2): the kernel's number of the calling platform thread. */
    public static int gettid() {
        try {
            return (int) (long) GETTID.invokeExact(Scratch.get().state, SyscallNumbers.GETTID);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** getuid(2): the real user id, unsigned. */
    public static int getuid() {
        try {
            return (int) GETUID.invokeExact(Scratch.get().state);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** setrlimit(2) of this process; {@code limits} is a struct rlimit: the soft and the hard limit, 8 bytes each. */
    public static int setrlimit(int resource, NativeBuffer limits) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) SETRLIMIT.invokeExact(scratch.state, resource, limits.segment()));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** prctl(2). */
    public static int prctl(int option, long argument2, long argument3, long argument4, long argument5) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (int) PRCTL.invokeExact(scratch.state, option, argument2, argument3, argument4, argument5));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
