package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;

import java.lang.invoke.MethodHandle;

/** A counter of the kernel that wakes who polls it (eventfd(2)). {@link #signal} may be called by any thread, the rest by one. */
public final class EventFd implements AutoCloseable {
    private static final MethodHandle EVENTFD = Native.function("eventfd", INT, INT, INT);
    private static final int EFD_NONBLOCK = 0x800;
    private static final int EFD_CLOEXEC = 0x80000;

    private final NativeBuffer one = new NativeBuffer(Long.BYTES);
    private final NativeBuffer taken = new NativeBuffer(Long.BYTES);
    private final int fd;

    /** A counter at 0; {@link #fd()} is -errno where the kernel gives none. */
    public EventFd() {
        one.putLong(0, 1);
        Scratch scratch = Scratch.get();
        try {
            fd = scratch.valueOrError((int) EVENTFD.invokeExact(scratch.state, 0, EFD_NONBLOCK | EFD_CLOEXEC));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** What to poll for POLLIN. */
    public int fd() {
        return fd;
    }

    /** Makes it readable. 8, or -errno. */
    public int signal() {
        return FileCalls.write(fd, one, 0, Long.BYTES);
    }

    /** Takes all signals so far; -EAGAIN where there is none. */
    public int take() {
        return FileCalls.read(fd, taken, Long.BYTES);
    }

    @Override
    public void close() {
        FileCalls.close(fd);
        one.close();
        taken.close();
    }
}
