package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.POINTER;

import io.shrike.linux.abi.Socket;
import io.shrike.linux.abi.SocketAddresses;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Unix sockets that others connect to, by a path (unix(7)). Each call returns a value of at least 0, or -errno. */
public final class UnixServer {
    /** The most bytes that a path may have. */
    public static final int MAXIMUM_PATH = SocketAddresses.UN_PATH_SIZE - 1;

    private static final MethodHandle SOCKET = Native.function("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = Native.function("bind", INT, INT, POINTER, INT);
    private static final MethodHandle CONNECT = Native.function("connect", INT, INT, POINTER, INT);
    private static final MethodHandle LISTEN = Native.function("listen", INT, INT, INT);
    private static final MethodHandle ACCEPT4 = Native.function("accept4", INT, INT, POINTER, POINTER, INT);
    private static final MethodHandle SHUTDOWN = Native.function("shutdown", INT, INT, INT);
    private static final int SHUT_RDWR = 2;

    private UnixServer() {}

    /** socket(2): a Unix socket of this type, close-on-exec. */
    public static int socket(int type) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError(
                    (int) SOCKET.invokeExact(scratch.state, Socket.AF_UNIX, type | Socket.SOCK_CLOEXEC, 0));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** bind(2) to a path, which must not exist; -ENAMETOOLONG for one of more than {@link #MAXIMUM_PATH} bytes. */
    public static int bind(int fd, byte[] path) {
        return withAddress(BIND, fd, path);
    }

    /** connect(2) to the socket at a path. */
    public static int connect(int fd, byte[] path) {
        return withAddress(CONNECT, fd, path);
    }

    private static int withAddress(MethodHandle call, int fd, byte[] path) {
        if (path.length > MAXIMUM_PATH) {
            return -Errno.ENAMETOOLONG;
        }
        try (NativeBuffer address = new NativeBuffer(SocketAddresses.UN_SIZE)) {
            address.putShort(SocketAddresses.FAMILY, (short) Socket.AF_UNIX);
            address.put(SocketAddresses.UN_PATH, path, 0, path.length);
            int length = SocketAddresses.UN_PATH + path.length + 1;
            Scratch scratch = Scratch.get();
            return scratch.valueOrError((int) call.invokeExact(scratch.state, fd, address.segment(), length));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** listen(2). */
    public static int listen(int fd, int backlog) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) LISTEN.invokeExact(scratch.state, fd, backlog));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** accept4(2): waits for the next connection; its descriptor, close-on-exec. */
    public static int accept(int fd) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) ACCEPT4.invokeExact(
                    scratch.state, fd, MemorySegment.NULL, MemorySegment.NULL, Socket.SOCK_CLOEXEC));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** shutdown(2) of both directions: who waits on the socket wakes up. */
    public static int shutdown(int fd) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((int) SHUTDOWN.invokeExact(scratch.state, fd, SHUT_RDWR));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
