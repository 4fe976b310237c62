package io.shrike.linux.seccomp;

import io.shrike.linux.abi.Seccomp;
import io.shrike.linux.abi.SeccompNotif;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Poll;
import io.shrike.linux.libc.SeccompCalls;
import java.util.Optional;

/**
 * The supervisor's end of seccomp user notification: receives one stopped call at a time and answers it. See
 * seccomp_unotify(2).
 *
 * <p>Calls return 0 or more, or -errno. -ENOENT is normal everywhere: the caller was interrupted or killed meanwhile. The
 * getters speak of the call that {@link #receive()} got, until it is answered. Used by one thread at a time; nothing allocates.
 */
public final class SeccompListener implements AutoCloseable {
    /** Where in the page of pending calls others see that this process moves. */
    private static final int PROGRESS = 248;

    private final int fd;
    private final int notificationSize;
    private final NativeBuffer notification;
    private final boolean countsProgress;
    private final NativeBuffer response;
    private final NativeBuffer addition = new NativeBuffer(SeccompNotif.ADDFD_SIZE);
    private final NativeBuffer identity = new NativeBuffer(Long.BYTES);
    private final Poll poll = new Poll(1);
    private long progress;
    private long validRequest = Seccomp.SECCOMP_IOCTL_NOTIF_ID_VALID;

    /** Serves this listener descriptor, and closes it in {@link #close()}. */
    public SeccompListener(int fd) {
        this(fd, Optional.empty());
    }

    /**
     * As {@link #SeccompListener(int)}, and keeps the call that is being served at the start of {@code pending}, which others
     * can see: its first 8 bytes are the id of the call, or 0. So a call can be answered even if this process dies with it.
     */
    public SeccompListener(int fd, Optional<NativeBuffer> pending) {
        this.fd = fd;
        int responseSize = SeccompNotif.RESP_SIZE;
        int size = SeccompNotif.SIZE;
        try (NativeBuffer sizes = new NativeBuffer(SeccompNotif.SIZES_SIZE)) {
            if (SeccompCalls.seccomp(Seccomp.SECCOMP_GET_NOTIF_SIZES, 0, sizes) == 0) {
                size = Math.max(size, Short.toUnsignedInt(sizes.getShort(SeccompNotif.SIZES_NOTIF)));
                responseSize = Math.max(responseSize, Short.toUnsignedInt(sizes.getShort(SeccompNotif.SIZES_RESP)));
            }
        }
        notificationSize = size;
        int needed = size;
        notification = pending.filter(page -> page.capacity() >= needed).orElseGet(() -> new NativeBuffer(needed));
        countsProgress = notification.capacity() >= PROGRESS + Long.BYTES && pending.isPresent();
        if (countsProgress) {
            progress = notification.getLong(PROGRESS) + 1;
            notification.putLong(PROGRESS, progress);
        }
        response = new NativeBuffer(responseSize);
        poll.add(fd, Poll.POLLIN);
    }

    public int fd() {
        return fd;
    }

    /**
     * Waits for a call, a hang-up or the end of {@code timeoutMillis} (-1 is for ever): the {@link Poll} bits found, 0 after
     * the timeout, or -errno. POLLHUP means that no task is left that the filter binds.
     */
    public int await(int timeoutMillis) {
        int ready = poll.wait(timeoutMillis);
        return ready > 0 ? poll.revents(0) : ready;
    }

    /** Receives the next stopped call; waits for one without end if there is none. 0, or -errno. */
    public int receive() {
        notification.clear(0, notificationSize);
        int received = SeccompCalls.ioctl(fd, Seccomp.SECCOMP_IOCTL_NOTIF_RECV, notification);
        if (countsProgress) {
            notification.putLong(PROGRESS, ++progress);
        }
        return received;
    }

    /** Names this stopped call to the kernel. */
    public long id() {
        return notification.getLong(SeccompNotif.ID);
    }

    /** The thread that calls, in the supervisor's pid namespace; 0 if it is not visible there. */
    public int tid() {
        return notification.getInt(SeccompNotif.PID);
    }

    public int flags() {
        return notification.getInt(SeccompNotif.FLAGS);
    }

    /** The number of the call, in the ABI of {@link #arch()}. */
    public int nr() {
        return notification.getInt(SeccompNotif.NR);
    }

    /** An AUDIT_ARCH_ value. */
    public int arch() {
        return notification.getInt(SeccompNotif.ARCH);
    }

    public long instructionPointer() {
        return notification.getLong(SeccompNotif.INSTRUCTION_POINTER);
    }

    /** Argument {@code i}, 0 to 5, as it is in the register: the high half of a 32-bit argument may be junk. */
    public long arg(int i) {
        return notification.getLong(SeccompNotif.ARGS + Long.BYTES * i);
    }

    /** Lets the kernel carry out the call. The caller can still change the memory its arguments point to. */
    public int continueCall() {
        return send(0, 0, Seccomp.SECCOMP_USER_NOTIF_FLAG_CONTINUE);
    }

    /** Answers in the kernel's place: the caller sees {@code value}, or fails with {@code errno} where that is positive. */
    public int respond(long value, int errno) {
        return send(errno == 0 ? value : 0, -errno, 0);
    }

    /**
     * Whether the received call still waits for its answer. Asked after reading the caller's memory: only then was the thread
     * number still that of the caller.
     */
    public boolean isValid() {
        identity.putLong(0, id());
        int result = SeccompCalls.quickIoctl(fd, validRequest, identity);
        if (result == -Errno.EINVAL && validRequest == Seccomp.SECCOMP_IOCTL_NOTIF_ID_VALID) {
            validRequest = Seccomp.SECCOMP_IOCTL_NOTIF_ID_VALID_WRONG_DIR;
            result = SeccompCalls.quickIoctl(fd, validRequest, identity);
        }
        return result == 0;
    }

    /** Makes an answer switch to the caller at once on the same processor, from Linux 6.6; -errno where the kernel cannot. */
    public int setSyncWakeUp() {
        return SeccompCalls.quickIoctl(
                fd, Seccomp.SECCOMP_IOCTL_NOTIF_SET_FLAGS, Seccomp.SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
    }

    /**
     * Installs a duplicate of {@code srcFd} in the caller: its number there, or -errno. With SECCOMP_ADDFD_FLAG_SETFD it takes
     * the number {@code newFd}; with SECCOMP_ADDFD_FLAG_SEND the call is answered with the number at once.
     */
    public int addFd(int srcFd, int newFd, int newFdFlags, int flags) {
        addition.putLong(SeccompNotif.ADDFD_ID, id());
        addition.putInt(SeccompNotif.ADDFD_FLAGS, flags);
        addition.putInt(SeccompNotif.ADDFD_SRCFD, srcFd);
        addition.putInt(SeccompNotif.ADDFD_NEWFD, newFd);
        addition.putInt(SeccompNotif.ADDFD_NEWFD_FLAGS, newFdFlags);
        return SeccompCalls.ioctl(fd, Seccomp.SECCOMP_IOCTL_NOTIF_ADDFD, addition);
    }

    @Override
    public void close() {
        FileCalls.close(fd);
        poll.close();
        notification.close();
        response.close();
        addition.close();
        identity.close();
    }

    private int send(long value, int error, int flags) {
        response.putLong(SeccompNotif.RESP_ID, id());
        response.putLong(SeccompNotif.RESP_VAL, value);
        response.putInt(SeccompNotif.RESP_ERROR, error);
        response.putInt(SeccompNotif.RESP_FLAGS, flags);
        int result = SeccompCalls.quickIoctl(fd, Seccomp.SECCOMP_IOCTL_NOTIF_SEND, response);
        notification.putLong(SeccompNotif.ID, 0);
        return result;
    }
}
