package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;
import static io.shrike.linux.libc.Native.POINTER;

import io.shrike.linux.abi.Seccomp;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** seccomp(2) and the ioctl(2) requests of its listener. Each returns a value of at least 0, or -errno; none allocates. */
public final class SeccompCalls {
    private static final MethodHandle SECCOMP = Native.syscall(INT, INT, POINTER);
    private static final MethodHandle IOCTL = Native.variadic("ioctl", 2, INT, INT, LONG, LONG);
    private static final MethodHandle QUICK_IOCTL = Native.quickVariadic("ioctl", 2, INT, INT, LONG, LONG);

    private SeccompCalls() {}

    /** seccomp(2) with its third argument in a buffer. */
    public static int seccomp(int operation, int flags, NativeBuffer argument) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long)
                    SECCOMP.invokeExact(scratch.state, SyscallNumbers.SECCOMP, operation, flags, argument.segment()));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /**
     * Tries to install a filter at the address 0 with these flags: nothing is installed, and -EFAULT says that the kernel knows
     * the flags, -EINVAL that it does not. Needs neither privileges nor no_new_privs.
     */
    public static int probeFilterFlags(int flags) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long) SECCOMP.invokeExact(
                    scratch.state, SyscallNumbers.SECCOMP, Seccomp.SECCOMP_SET_MODE_FILTER, flags, MemorySegment.NULL));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** ioctl(2) that may block, with a struct in a buffer. */
    public static int ioctl(int fd, long request, NativeBuffer argument) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) IOCTL.invokeExact(scratch.state, fd, request, argument.liveAddress()));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** ioctl(2) that never blocks, with a struct in a buffer. */
    public static int quickIoctl(int fd, long request, NativeBuffer argument) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (int) QUICK_IOCTL.invokeExact(scratch.state, fd, request, argument.liveAddress()));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** ioctl(2) that never blocks, with a number as its argument. */
    public static int quickIoctl(int fd, long request, long argument) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) QUICK_IOCTL.invokeExact(scratch.state, fd, request, argument));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
