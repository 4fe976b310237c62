package io.shrike.trace.launch;

import io.shrike.linux.abi.Socket;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.SocketQueries;
import io.shrike.linux.libc.UnixServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The Unix socket at which shims find the sensor of a sidecar (unix(7), SOCK_SEQPACKET). Everybody may connect to it: who the
 * peer is says the kernel.
 */
public final class SensorSocket implements AutoCloseable {
    private static final int BACKLOG = 64;

    /** struct ucred { pid_t pid; uid_t uid; gid_t gid; }. */
    private static final int UCRED_SIZE = 12;

    private final Path path;
    private final Object inode;
    private final int fd;
    private volatile boolean closed;

    /** Who is at the other end of a connection, as the kernel knows it; {@code pid} 0: it is not in this PID namespace. */
    public record Peer(int pid, int uid, int gid) {}

    private SensorSocket(Path path, int fd, Object inode) {
        this.path = path;
        this.inode = inode;
        this.fd = fd;
    }

    /**
     * Listens at {@code path}, in place of what a dead sensor left there. The message of the exception says what to do; it is
     * thrown where a live sensor has the path, too.
     */
    public static SensorSocket listen(Path path) throws IOException {
        if (answers(path)) {
            throw new IOException(path + ": another sensor listens there; end it, or give another path");
        }
        Path fresh = Path.of(path + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(fresh);
        int fd = checked(UnixServer.socket(Socket.SOCK_SEQPACKET), path);
        try {
            checked(UnixServer.bind(fd, bytes(fresh)), fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-rw-rw-"));
            checked(UnixServer.listen(fd, BACKLOG), fresh);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            return new SensorSocket(path, fd, inode(path));
        } catch (IOException failure) {
            FileCalls.close(fd);
            Files.deleteIfExists(fresh);
            throw failure;
        }
    }

    private static boolean answers(Path path) throws IOException {
        int fd = checked(UnixServer.socket(Socket.SOCK_SEQPACKET), path);
        int connected = UnixServer.connect(fd, bytes(path));
        FileCalls.close(fd);
        return connected == 0;
    }

    private static byte[] bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int checked(int result, Path path) throws IOException {
        if (result < 0) {
            throw new IOException("cannot listen at " + path + ": " + Errno.name(-result)
                    + (result == -Errno.ENAMETOOLONG
                            ? ": a socket's path has at most " + UnixServer.MAXIMUM_PATH + " bytes"
                            : ": the directory must exist, and be writable by this user"));
        }
        return result;
    }

    /** Where it listens. */
    public Path path() {
        return path;
    }

    /** Waits for the next connection: its descriptor, or -errno; -EINVAL once it is closed. */
    public int accept() {
        return closed ? -Errno.EINVAL : UnixServer.accept(fd);
    }

    /** The other end of a connection. */
    public static Peer peer(int connection) {
        try (NativeBuffer credentials = new NativeBuffer(UCRED_SIZE)) {
            int got =
                    SocketQueries.getOption(connection, Socket.SOL_SOCKET, Socket.SO_PEERCRED, credentials, UCRED_SIZE);
            return got < UCRED_SIZE
                    ? new Peer(0, -1, -1)
                    : new Peer(credentials.getInt(0), credentials.getInt(4), credentials.getInt(8));
        }
    }

    /** Nobody can connect any more; who waits in {@link #accept} wakes up. Another's socket at the path stays. Any thread. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        UnixServer.shutdown(fd);
        try {
            if (inode(path).equals(inode)) {
                Files.delete(path);
            }
        } catch (IOException _) {
            // it is gone, or not ours to delete: the next sensor takes the path over
        }
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
