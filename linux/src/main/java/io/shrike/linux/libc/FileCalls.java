package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;
import static io.shrike.linux.libc.Native.POINTER;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.OpenHow;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * Calls on files and descriptors. Each returns a value of at least 0, or -errno; none allocates. Paths are NUL-terminated
 * bytes at offset 0 of their buffer. Nothing is restarted after EINTR.
 */
public final class FileCalls {
    /** {@code dirfd} that means the working directory of this process. */
    public static final int AT_FDCWD = -100;

    private static final MethodHandle OPENAT2 = Native.syscall(INT, LONG, LONG, LONG);
    private static final MethodHandle OPENAT = Native.variadic("openat", 3, INT, INT, POINTER, INT, INT);
    private static final MethodHandle CLOSE = Native.function("close", INT, INT);
    private static final MethodHandle READLINKAT = Native.function("readlinkat", LONG, INT, POINTER, POINTER, LONG);
    private static final MethodHandle READ = Native.function("read", LONG, INT, POINTER, LONG);
    private static final MethodHandle PREAD = Native.function("pread", LONG, INT, POINTER, LONG, LONG);
    private static final MethodHandle WRITE = Native.function("write", LONG, INT, POINTER, LONG);
    private static final MethodHandle STATX = Native.syscall(INT, LONG, INT, INT, LONG);
    private static final MethodHandle DUP2 = Native.function("dup2", INT, INT, INT);
    private static final MethodHandle FCNTL = Native.variadic("fcntl", 2, INT, INT, INT, LONG);

    private FileCalls() {}

    /** openat2(2): a new descriptor. {@code flags}, {@code mode}, {@code resolve} are the fields of struct open_how. */
    public static int openat2(int dirfd, NativeBuffer path, long flags, long mode, long resolve) {
        Scratch scratch = Scratch.get();
        MemorySegment how = scratch.structs;
        how.set(ValueLayout.JAVA_LONG, OpenHow.FLAGS, flags);
        how.set(ValueLayout.JAVA_LONG, OpenHow.MODE, mode);
        how.set(ValueLayout.JAVA_LONG, OpenHow.RESOLVE, resolve);
        try {
            return scratch.valueOrError((long) OPENAT2.invokeExact(
                    scratch.state, SyscallNumbers.OPENAT2, dirfd, path.liveAddress(), how.address(), (long)
                            OpenHow.SIZE));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** openat(2): a new descriptor. */
    public static int openat(int dirfd, NativeBuffer path, int flags, int mode) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) OPENAT.invokeExact(scratch.state, dirfd, path.segment(), flags, mode));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** dup2(2): {@code newFd}, which then is the same open file as {@code fd}. */
    public static int dup2(int fd, int newFd) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) DUP2.invokeExact(scratch.state, fd, newFd));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** close(2). The descriptor is gone whatever this returns, unless it is -EBADF. */
    public static int close(int fd) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) CLOSE.invokeExact(scratch.state, fd));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** readlinkat(2): the length of the target, which is cut without notice at the capacity of {@code out}. No NUL is added. */
    public static int readlinkat(int dirfd, NativeBuffer path, NativeBuffer out) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long)
                    READLINKAT.invokeExact(scratch.state, dirfd, path.segment(), out.segment(), (long) out.capacity()));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** read(2) of at most {@code length} bytes to offset 0: bytes read, 0 at the end. */
    public static int read(int fd, NativeBuffer out, int length) {
        return read(fd, out, 0, length);
    }

    /** read(2) of at most {@code length} bytes to {@code offset}: bytes read, 0 at the end. */
    public static int read(int fd, NativeBuffer out, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, out.capacity());
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (long) READ.invokeExact(scratch.state, fd, out.segmentFrom(offset), (long) length));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** pread(2) of at most {@code length} bytes at {@code position} of the file, to offset 0: bytes read, 0 at the end. */
    public static int pread(int fd, NativeBuffer out, int length, long position) {
        Objects.checkFromIndexSize(0, length, out.capacity());
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (long) PREAD.invokeExact(scratch.state, fd, out.segment(), (long) length, position));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** write(2) of {@code length} bytes at offset {@code from}: bytes written, which may be fewer. */
    public static int write(int fd, NativeBuffer data, int from, int length) {
        Objects.checkFromIndexSize(from, length, data.capacity());
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (long) WRITE.invokeExact(scratch.state, fd, data.segmentFrom(from), (long) length));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** statx(2) into offset 0 of {@code out}, which {@link io.shrike.linux.abi.Statx} reads and must hold 256 bytes. */
    public static int statx(int dirfd, NativeBuffer path, int flags, int mask, NativeBuffer out) {
        Objects.checkFromIndexSize(0, Statx.SIZE, out.capacity());
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long) STATX.invokeExact(
                    scratch.state, SyscallNumbers.STATX, dirfd, path.liveAddress(), flags, mask, out.liveAddress()));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** statx(2) of an open descriptor, O_PATH ones included. */
    public static int statx(int fd, int mask, NativeBuffer out) {
        Objects.checkFromIndexSize(0, Statx.SIZE, out.capacity());
        Scratch scratch = Scratch.get();
        MemorySegment empty = scratch.structs;
        empty.set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
        try {
            return scratch.valueOrError((long) STATX.invokeExact(
                    scratch.state,
                    SyscallNumbers.STATX,
                    fd,
                    empty.address(),
                    Fcntl.AT_EMPTY_PATH,
                    mask,
                    out.liveAddress()));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** fcntl(2) with an integer argument. */
    public static int fcntl(int fd, int command, long argument) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) FCNTL.invokeExact(scratch.state, fd, command, argument));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
