package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.POINTER;

import io.shrike.linux.abi.EpollEvent;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** An epoll(7) instance whose descriptors carry a tag of 64 bits. Calls return a value of at least 0, or -errno. */
public final class Epoll implements AutoCloseable {
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final MethodHandle EPOLL_CREATE1 = Native.function("epoll_create1", INT, INT);
    private static final MethodHandle EPOLL_CTL = Native.function("epoll_ctl", INT, INT, INT, INT, POINTER);
    private static final MethodHandle EPOLL_WAIT = Native.function("epoll_wait", INT, INT, POINTER, INT, INT);

    private final NativeBuffer ready;
    private final NativeBuffer request = new NativeBuffer(EpollEvent.SIZE);
    private final int capacity;
    private int fd = -1;

    /** An instance that reports up to {@code capacity} descriptors at once; {@link #create()} opens it. */
    public Epoll(int capacity) {
        this.capacity = capacity;
        ready = new NativeBuffer(capacity * EpollEvent.SIZE);
    }

    /** epoll_create1(2): 0, or -errno. */
    public int create() {
        Scratch scratch = Scratch.get();
        try {
            fd = scratch.valueOrError((int) EPOLL_CREATE1.invokeExact(scratch.state, EPOLL_CLOEXEC));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
        return Math.min(fd, 0);
    }

    /** Watches a descriptor for {@code events} (the POLL constants of {@link Poll}; EPOLLHUP and EPOLLERR come unasked). */
    public int add(int descriptor, int events, long tag) {
        return control(EPOLL_CTL_ADD, descriptor, events, tag);
    }

    /** Changes the events and the tag of a watched descriptor. */
    public int modify(int descriptor, int events, long tag) {
        return control(EPOLL_CTL_MOD, descriptor, events, tag);
    }

    /** Watches the descriptor no more. */
    public int remove(int descriptor) {
        return control(EPOLL_CTL_DEL, descriptor, 0, 0);
    }

    /** Waits; the tags of the ready descriptors fill {@code tags} from the start. Returns how many, 0 after the timeout. */
    public int wait(long[] tags, int timeoutMillis) {
        Scratch scratch = Scratch.get();
        int count;
        try {
            count = scratch.valueOrError((int) EPOLL_WAIT.invokeExact(
                    scratch.state, fd, ready.segment(), Math.min(capacity, tags.length), timeoutMillis));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
        for (int i = 0; i < count; i++) {
            tags[i] = ready.getLong(i * EpollEvent.SIZE + EpollEvent.DATA);
        }
        return count;
    }

    /** The events of the i-th ready descriptor of the last {@link #wait}. */
    public int events(int i) {
        return ready.getInt(i * EpollEvent.SIZE + EpollEvent.EVENTS);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            FileCalls.close(fd);
            fd = -1;
        }
        ready.close();
        request.close();
    }

    private int control(int operation, int descriptor, int events, long tag) {
        request.putInt(EpollEvent.EVENTS, events);
        request.putLong(EpollEvent.DATA, tag);
        MemorySegment event = request.segment();
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) EPOLL_CTL.invokeExact(scratch.state, fd, operation, descriptor, event));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
