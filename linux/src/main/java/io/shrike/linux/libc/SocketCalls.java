package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;
import static io.shrike.linux.libc.Native.POINTER;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.Socket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** Messages with descriptors over connected Unix sockets. Each call returns a value of at least 0, or -errno. */
public final class SocketCalls {
    /** The most descriptors that one message can carry here. */
    public static final int MAXIMUM_DESCRIPTORS = 64;

    private static final MethodHandle RECVMSG = Native.function("recvmsg", LONG, INT, POINTER, INT);
    private static final MethodHandle SENDMSG = Native.function("sendmsg", LONG, INT, POINTER, INT);
    private static final MethodHandle SOCKETPAIR = Native.function("socketpair", INT, INT, INT, INT, POINTER);

    private SocketCalls() {}

    /**
     * recvmsg(2) of one message: its length, 0 when the peer has closed. Received descriptors are close-on-exec and fill
     * {@code descriptors} from the start; the rest of it is -1. A message longer than {@code data}, or with more descriptors
     * than fit, is dropped with its descriptors: -EMSGSIZE.
     */
    public static int receive(int fd, NativeBuffer data, int[] descriptors) {
        Arrays.fill(descriptors, -1);
        Scratch scratch = Scratch.get();
        MessageHeader header = new MessageHeader(scratch.structs);
        header.describe(data.segment(), data.capacity(), Math.min(descriptors.length, MAXIMUM_DESCRIPTORS));
        int received;
        try {
            received = scratch.valueOrError(
                    (long) RECVMSG.invokeExact(scratch.state, fd, scratch.structs, Socket.MSG_CMSG_CLOEXEC));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
        if (received < 0) {
            return received;
        }
        header.copyDescriptors(descriptors);
        if ((header.flags() & (Socket.MSG_TRUNC | Socket.MSG_CTRUNC)) != 0) {
            closeAll(descriptors);
            return -Errno.EMSGSIZE;
        }
        return received;
    }

    /** sendmsg(2) of one message of {@code length} bytes without descriptors. No SIGPIPE is raised. */
    public static int send(int fd, NativeBuffer data, int length) {
        return send(fd, data, length, new int[0]);
    }

    /** sendmsg(2) of one message with copies of these descriptors. No SIGPIPE is raised. */
    public static int send(int fd, NativeBuffer data, int length, int... descriptors) {
        if (descriptors.length > MAXIMUM_DESCRIPTORS) {
            throw new IllegalArgumentException(descriptors.length + " descriptors in one message");
        }
        Scratch scratch = Scratch.get();
        MessageHeader header = new MessageHeader(scratch.structs);
        header.describe(data.segment().asSlice(0, length), length, descriptors.length);
        header.putDescriptors(descriptors);
        try {
            return scratch.valueOrError(
                    (long) SENDMSG.invokeExact(scratch.state, fd, scratch.structs, Socket.MSG_NOSIGNAL));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** socketpair(2) of Unix sockets that are close-on-exec: two descriptors into {@code pair}. */
    public static int socketpair(int type, int[] pair) {
        Scratch scratch = Scratch.get();
        int result;
        try {
            result = scratch.valueOrError((int) SOCKETPAIR.invokeExact(
                    scratch.state, Socket.AF_UNIX, type | Socket.SOCK_CLOEXEC, 0, scratch.structs));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
        if (result == 0) {
            MemorySegment.copy(scratch.structs, ValueLayout.JAVA_INT, 0, pair, 0, 2);
        }
        return result;
    }

    /** Makes the descriptor close on exec. */
    public static int setCloexec(int fd) {
        return FileCalls.fcntl(fd, Fcntl.F_SETFD, Fcntl.FD_CLOEXEC);
    }

    private static void closeAll(int[] descriptors) {
        for (int i = 0; i < descriptors.length && descriptors[i] >= 0; i++) {
            FileCalls.close(descriptors[i]);
            descriptors[i] = -1;
        }
    }
}
