package io.shrike.linux.memory;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.procfs.ProcPath;

/** The file /proc/TID/mem, opened when first read. It shows the program that ran when it was opened. */
final class MemoryFile implements AutoCloseable {
    private static final byte[] MEM = {'m', 'e', 'm'};

    private final NativeBuffer path = new NativeBuffer(ProcPath.MAXIMUM_SIZE);
    private int tid;
    private int fd = -1;

    void target(int newTid) {
        closeFile();
        tid = newTid;
    }

    /** Reads to the start of {@code into}; results as {@link TraceeMemory#read} has them. */
    int read(long address, NativeBuffer into, int length) {
        if (fd < 0) {
            int opened = open();
            if (opened < 0) {
                return opened;
            }
        }
        if (address < 0) {
            return -Errno.EFAULT;
        }
        int read = FileCalls.pread(fd, into, length, address);
        return switch (read) {
            case 0 -> -Errno.ESRCH;
            case -Errno.EIO -> -Errno.EFAULT;
            default -> read;
        };
    }

    @Override
    public void close() {
        closeFile();
        path.close();
    }

    private int open() {
        ProcPath.put(path, tid, MEM);
        fd = FileCalls.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        return switch (fd) {
            case -Errno.ENOENT -> -Errno.ESRCH;
            case -Errno.EACCES -> -Errno.EPERM;
            default -> fd;
        };
    }

    private void closeFile() {
        if (fd >= 0) {
            FileCalls.close(fd);
        }
        fd = -1;
    }
}
