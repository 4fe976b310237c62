package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;
import static io.shrike.linux.libc.Native.POINTER;

import java.lang.invoke.MethodHandle;

/**
 * A reusable set of descriptors for poll(2). Used by one thread at a time; {@link #wait} does not allocate.
 *
 * <p>An element is struct pollfd { int fd; short events; short revents; }.
 */
public final class Poll implements AutoCloseable {
    public static final int POLLIN = 0x1;
    public static final int POLLPRI = 0x2;
    public static final int POLLOUT = 0x4;
    public static final int POLLERR = 0x8;
    public static final int POLLHUP = 0x10;
    public static final int POLLNVAL = 0x20;

    private static final int ELEMENT = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;
    private static final MethodHandle POLL = Native.function("poll", INT, POINTER, LONG, INT);

    private final NativeBuffer elements;
    private int size;

    /** An empty set with room for {@code capacity} descriptors. */
    public Poll(int capacity) {
        elements = new NativeBuffer(capacity * ELEMENT);
    }

    /** Adds a descriptor and returns its index. POLLERR, POLLHUP and POLLNVAL are reported unasked. */
    public int add(int fd, int events) {
        int index = size;
        set(index, fd, events);
        size++;
        return index;
    }

    /** Replaces what is watched at {@code index}; a negative {@code fd} watches nothing there. */
    public void set(int index, int fd, int events) {
        elements.putInt(index * ELEMENT, fd);
        elements.putShort(index * ELEMENT + EVENTS, (short) events);
        elements.putShort(index * ELEMENT + REVENTS, (short) 0);
    }

    public int size() {
        return size;
    }

    /** Waits until a descriptor is ready: how many are, 0 after {@code timeoutMillis} (-1 is for ever), or -errno. */
    public int wait(int timeoutMillis) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (int) POLL.invokeExact(scratch.state, elements.segment(), (long) size, timeoutMillis));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** What the last {@link #wait} found at {@code index}. */
    public int revents(int index) {
        return elements.getShort(index * ELEMENT + REVENTS);
    }

    @Override
    public void close() {
        elements.close();
    }
}
