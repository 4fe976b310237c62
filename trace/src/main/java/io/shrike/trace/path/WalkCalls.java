package io.shrike.trace.path;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.OpenHow;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;

/** The kernel calls of a {@link NameWalk}, over buffers of its own. Descriptors are O_PATH and close-on-exec. */
final class WalkCalls implements AutoCloseable {
    private static final int MAX_NAME = 4096;
    private static final int S_IFMT = 0xf000;
    private static final int S_IFLNK = 0xa000;

    private final NativeBuffer name = new NativeBuffer(MAX_NAME + 1);
    private final NativeBuffer target = new NativeBuffer(MAX_NAME);
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);
    private final byte[] targetBytes = new byte[MAX_NAME];

    int openTracee(String procPath) {
        byte[] ascii = procPath.getBytes(StandardCharsets.US_ASCII);
        name.putCString(ascii, 0, ascii.length);
        return FileCalls.openat(FileCalls.AT_FDCWD, name, Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
    }

    int open(int directory, ByteString component, int flags) {
        if (!put(component)) {
            return -Errno.ENAMETOOLONG;
        }
        return FileCalls.openat(directory, name, flags | Fcntl.O_CLOEXEC, 0);
    }

    int duplicate(int fd) {
        return open(fd, ByteString.of((byte) '.'), Fcntl.O_PATH);
    }

    void close(int fd) {
        if (fd >= 0) {
            FileCalls.close(fd);
        }
    }

    boolean isSymlink(int fd) {
        return stat(fd) && (Statx.mode(statx) & S_IFMT) == S_IFLNK;
    }

    /** The same directory of the same mount: a bind mount shows a directory at another place of the tree. */
    boolean sameDirectory(int first, int second) {
        if (!stat(first)) {
            return false;
        }
        long device = Statx.dev(statx);
        long inode = Statx.ino(statx);
        long mount = Statx.mountId(statx);
        return stat(second) && Statx.dev(statx) == device && Statx.ino(statx) == inode && Statx.mountId(statx) == mount;
    }

    /** Device number of an open file, or -1. */
    long device(int fd) {
        return stat(fd) ? Statx.dev(statx) : -1;
    }

    /** Inode number of an open file, or -1. */
    long inode(int fd) {
        return stat(fd) ? Statx.ino(statx) : -1;
    }

    private boolean stat(int fd) {
        return FileCalls.statx(fd, Statx.STATX_BASIC_STATS | Statx.STATX_MNT_ID, statx) >= 0;
    }

    /** Text of a symlink; empty when it cannot be read. */
    ByteString readlink(int directory, ByteString component) {
        if (!put(component)) {
            return ByteString.EMPTY;
        }
        int length = FileCalls.readlinkat(directory, name, target);
        if (length <= 0) {
            return ByteString.EMPTY;
        }
        target.get(0, targetBytes, 0, length);
        return ByteString.copyOf(targetBytes, 0, length);
    }

    /** A link that the kernel does not resolve by its text, as those in /proc/PID/fd. */
    boolean isMagic(int directory, ByteString component) {
        if (!put(component)) {
            return false;
        }
        int fd = FileCalls.openat2(
                directory,
                name,
                Fcntl.O_PATH | Fcntl.O_CLOEXEC,
                0,
                OpenHow.RESOLVE_NO_MAGICLINKS | OpenHow.RESOLVE_NO_XDEV);
        if (fd == -Errno.ELOOP) {
            return true;
        }
        close(fd);
        return false;
    }

    private boolean put(ByteString text) {
        if (text.length() >= MAX_NAME) {
            return false;
        }
        byte[] bytes = text.toArray();
        name.putCString(bytes, 0, bytes.length);
        return true;
    }

    @Override
    public void close() {
        name.close();
        target.close();
        statx.close();
    }
}
