package io.shrike.trace.launch;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Poll;
import io.shrike.linux.libc.SocketCalls;
import io.shrike.linux.libc.UnixServer;
import java.time.Duration;
import java.util.Arrays;

/**
 * The sensor's end of the conversation with the shim: a SOCK_SEQPACKET Unix socket, one message a packet, each beginning with
 * {@code u32 type; u32 length of the rest} in native byte order. Used by one thread at a time.
 */
public final class ControlChannel implements AutoCloseable {
    private static final int HEADER = 8;
    private static final int MAX_MESSAGE = 65_536;
    private static final int FILTER = 1;
    private static final int READY = 2;
    private static final int REFUSED = 3;
    private static final int DRAINED = 4;
    private static final int LISTENER = 16;
    private static final int ENDED = 17;
    private static final int FAILED = 18;
    private static final int RESUMED = 19;
    private static final int WAIT_KILLABLE = 1;
    private static final int WANTS_STDOUT = 2;
    private static final int NO_NEW_PRIVS = 2;
    private static final int RESTARTED = 4;
    private static final int SAME_FILTER = 8;
    private static final int HAS_STDOUT = 16;

    /** Length of the digest of what a filter is made from. */
    public static final int DIGEST = 32;

    private final int fd;
    private final NativeBuffer out = new NativeBuffer(MAX_MESSAGE);
    private final NativeBuffer in = new NativeBuffer(256);
    private final int[] descriptors = new int[4];

    /** What the shim does when the sensor is lost. */
    public enum OnSensorLoss {
        CONTINUE(0),
        PAUSE(1),
        KILL(2);

        private final int code;

        OnSensorLoss(int code) {
            this.code = code;
        }
    }

    public ControlChannel(int fd) {
        this.fd = fd;
        SocketCalls.setCloexec(fd);
    }

    /**
     * Hands over the compiled filter: {@code program} is an array of struct sock_filter, {@code digest} are 32 bytes that are the
     * same for filters made from the same rules. {@code wantsStdout} asks for the program's standard output. Result 0 or -errno.
     */
    public int sendFilter(
            byte[] program, byte[] digest, int drainTimeoutMillis, OnSensorLoss onSensorLoss, boolean wantsStdout) {
        out.putInt(HEADER, WAIT_KILLABLE | (wantsStdout ? WANTS_STDOUT : 0));
        out.putInt(HEADER + 4, drainTimeoutMillis);
        out.putInt(HEADER + 8, onSensorLoss.code);
        out.putInt(HEADER + 12, program.length / 8);
        out.put(HEADER + 16, digest, 0, DIGEST);
        out.put(HEADER + 16 + DIGEST, program, 0, program.length);
        return send(FILTER, 16 + DIGEST + program.length);
    }

    /** The listener is served: the program may start. */
    public int sendReady() {
        return send(READY, 0);
    }

    /** The program must not start; the shim exits with {@code exitCode}. */
    public int sendRefused(int exitCode) {
        out.putInt(HEADER, exitCode);
        return send(REFUSED, 4);
    }

    /** All events are out: the shim may exit. */
    public int sendDrained() {
        return send(DRAINED, 0);
    }

    private int send(int type, int payload) {
        out.putInt(0, type);
        out.putInt(4, payload);
        int sent = SocketCalls.send(fd, out, HEADER + payload);
        return Math.min(sent, 0);
    }

    /** Waits for a message, at most so long; false when none came. */
    public boolean await(Duration limit) {
        try (Poll poll = new Poll(1)) {
            poll.add(fd, Poll.POLLIN);
            return poll.wait(Math.clamp(limit.toMillis(), 0, Integer.MAX_VALUE)) > 0;
        }
    }

    /** Ends the conversation: who waits in {@link #receive} hears that it is closed. Any thread. */
    public void hangUp() {
        UnixServer.shutdown(fd);
    }

    /** Waits for the next message of the shim. */
    public ShimMessage receive() {
        int length;
        do {
            Arrays.fill(descriptors, -1);
            length = SocketCalls.receive(fd, in, descriptors);
        } while (length == -Errno.EINTR);
        if (length == 0) {
            return new ShimMessage.Closed("the shim closed the control socket");
        }
        if (length < 0) {
            return new ShimMessage.Closed(Errno.name(-length));
        }
        ShimMessage message = parse(length);
        closeAllBut(message);
        return message;
    }

    private ShimMessage parse(int length) {
        if (length < HEADER) {
            return new ShimMessage.Closed("message of " + length + " bytes");
        }
        int type = in.getInt(0);
        int payload = length - HEADER;
        if (type == LISTENER && payload >= 12 && descriptors[0] >= 0) {
            return listener(in.getInt(HEADER + 8));
        }
        if (type == ENDED && payload >= 4) {
            return new ShimMessage.Ended(in.getInt(HEADER));
        }
        if (type == RESUMED && payload >= 24) {
            return new ShimMessage.Resumed(
                    in.getLong(HEADER), in.getLong(HEADER + 8), in.getInt(HEADER + 16), gap(in.getInt(HEADER + 20)));
        }
        if (type == FAILED && payload >= 8) {
            return new ShimMessage.Failed(in.getInt(HEADER), in.getInt(HEADER + 4));
        }
        return new ShimMessage.Closed("unknown message type=" + type + " of " + length + " bytes");
    }

    private static ShimMessage.Gap gap(int kind) {
        return switch (kind) {
            case 1 -> ShimMessage.Gap.STALLED;
            case 2 -> ShimMessage.Gap.DISCONNECTED;
            default -> ShimMessage.Gap.LOST;
        };
    }

    private void closeAllBut(ShimMessage message) {
        for (int descriptor : descriptors) {
            boolean kept = message instanceof ShimMessage.Listener listener
                    && (descriptor == listener.listenerFd()
                            || descriptor == listener.pendingPageFd()
                            || descriptor == listener.stdoutFd());
            if (descriptor >= 0 && !kept) {
                FileCalls.close(descriptor);
            }
        }
    }

    /** Behind the listener come the page and standard output, of which each may be missing. */
    private ShimMessage listener(int flagsInEffect) {
        int count = (int) Arrays.stream(descriptors).filter(fd -> fd >= 0).count();
        boolean hasStdout = (flagsInEffect & HAS_STDOUT) != 0 && count > 1;
        int stdout = hasStdout ? descriptors[count - 1] : -1;
        return new ShimMessage.Listener(
                descriptors[0],
                descriptors[1] == stdout ? -1 : descriptors[1],
                stdout,
                in.getInt(HEADER),
                in.getInt(HEADER + 4),
                (flagsInEffect & WAIT_KILLABLE) != 0,
                (flagsInEffect & NO_NEW_PRIVS) != 0,
                (flagsInEffect & RESTARTED) != 0,
                (flagsInEffect & SAME_FILTER) != 0);
    }

    @Override
    public void close() {
        out.close();
        in.close();
    }
}
