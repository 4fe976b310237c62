package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.POINTER;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What a socket says of itself. Each returns a value of at least 0, or -errno; none allocates, none blocks. */
public final class SocketQueries {
    private static final MethodHandle GETSOCKNAME = Native.quick("getsockname", INT, INT, POINTER, POINTER);
    private static final MethodHandle GETPEERNAME = Native.quick("getpeername", INT, INT, POINTER, POINTER);
    private static final MethodHandle GETSOCKOPT = Native.quick("getsockopt", INT, INT, INT, INT, POINTER, POINTER);
    private static final long VALUE = 0;
    private static final long LENGTH = 8;

    private SocketQueries() {}

    /** getsockname(2): the length of the local address, which is at offset 0 of {@code address}. */
    public static int getsockname(int fd, NativeBuffer address) {
        return name(GETSOCKNAME, fd, address);
    }

    /** getpeername(2): the length of the peer's address, which is at offset 0 of {@code address}. */
    public static int getpeername(int fd, NativeBuffer address) {
        return name(GETPEERNAME, fd, address);
    }

    private static int name(MethodHandle call, int fd, NativeBuffer address) {
        Scratch scratch = Scratch.get();
        MemorySegment length = scratch.structs.asSlice(LENGTH);
        length.set(ValueLayout.JAVA_INT, 0, address.capacity());
        try {
            int result = scratch.valueOrError((int) call.invokeExact(scratch.state, fd, address.segment(), length));
            return result < 0 ? result : length.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /**
     * getsockopt(2) of an option of {@code length} bytes: how many of them are at offset 0 of {@code into}. SO_PEERNAME gives
     * the address of a connection that is still being made as well, and takes no more bytes than the address has.
     */
    public static int getOption(int fd, int level, int option, NativeBuffer into, int length) {
        Scratch scratch = Scratch.get();
        MemorySegment size = scratch.structs.asSlice(LENGTH);
        size.set(ValueLayout.JAVA_INT, 0, length);
        try {
            int result = scratch.valueOrError(
                    (int) GETSOCKOPT.invokeExact(scratch.state, fd, level, option, into.segment(), size));
            return result < 0 ? result : size.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** getsockopt(2) of an int option: its value, which must not be negative. */
    public static int getIntOption(int fd, int level, int option) {
        Scratch scratch = Scratch.get();
        MemorySegment value = scratch.structs.asSlice(VALUE);
        MemorySegment length = scratch.structs.asSlice(LENGTH);
        length.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
        try {
            int result =
                    scratch.valueOrError((int) GETSOCKOPT.invokeExact(scratch.state, fd, level, option, value, length));
            return result < 0 ? result : value.get(ValueLayout.JAVA_INT, 0);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
