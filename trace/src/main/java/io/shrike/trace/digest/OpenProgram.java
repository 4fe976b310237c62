package io.shrike.trace.digest;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.linux.procfs.ProcPath;
import java.nio.charset.StandardCharsets;

/**
 * A program file that is open for reading, so that it stays the same file whatever becomes of its name.
 *
 * @param fd negative where it could not be opened
 * @param reason why not, an errno's name; else empty
 */
public record OpenProgram(int fd, String reason) {
    private static final int REGULAR = 0x8000;
    private static final int TYPE = 0xf000;
    private static final byte[] EXE = "exe".getBytes(StandardCharsets.US_ASCII);

    public static OpenProgram unreadable(String reason) {
        return new OpenProgram(-1, reason);
    }

    /** Opens the regular file at {@code path}. */
    public static OpenProgram open(NativeBuffer path) {
        try (NativeBuffer statx = new NativeBuffer(Statx.SIZE)) {
            int result = FileCalls.statx(FileCalls.AT_FDCWD, path, 0, Statx.STATX_TYPE, statx);
            if (result < 0) {
                return unreadable(Errno.name(-result));
            }
            if ((Statx.mode(statx) & TYPE) != REGULAR) {
                return unreadable(Errno.name(Errno.EACCES));
            }
        }
        int fd = FileCalls.openat(FileCalls.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC, 0);
        return fd < 0 ? unreadable(Errno.name(-fd)) : new OpenProgram(fd, "");
    }

    /** Opens what process {@code pid} runs. */
    public static OpenProgram running(int pid) {
        try (NativeBuffer path = new NativeBuffer(ProcPath.MAXIMUM_SIZE)) {
            ProcPath.put(path, pid, EXE);
            return open(path);
        }
    }

    public boolean isOpen() {
        return fd >= 0;
    }

    public void close() {
        if (fd >= 0) {
            FileCalls.close(fd);
        }
    }
}
