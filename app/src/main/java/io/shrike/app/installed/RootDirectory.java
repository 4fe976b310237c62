package io.shrike.app.installed;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.OpenHow;
import io.shrike.linux.abi.Stat;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** The root directory of a watched process, held open: names are looked up below it, and no link leads out. Owned by one thread. */
final class RootDirectory implements AutoCloseable {
    /** A database of a hundred thousand packages has about 100 MB. */
    static final int LARGEST = 128 << 20;

    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_PATH = 4096;
    private static final int SAFE_OPEN = Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK | Fcntl.O_NOCTTY;

    private final int fd;
    private final Identity identity;

    /** Which directory it is, of which mount. */
    record Identity(long device, long inode) {}

    /** {@code error} is an errno name, empty where the file was read. */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, compared by nobody
    record Content(byte[] text, int length, String error) {
        static Content failed(int errno) {
            return new Content(new byte[0], 0, Errno.name(errno));
        }

        boolean isThere() {
            return !error.equals("ENOENT") && !error.equals("ENOTDIR");
        }
    }

    private RootDirectory(int fd, Identity identity) {
        this.fd = fd;
        this.identity = identity;
    }

    /** The sensor's own root. */
    static RootDirectory own() {
        return open("/");
    }

    /** That of a process; the sensor's own where the process has ended or may not be looked at. */
    static RootDirectory of(int pid) {
        RootDirectory root = open("/proc/" + pid + "/root");
        return root.fd >= 0 ? root : own();
    }

    /** Any directory. */
    static RootDirectory open(String path) {
        try (NativeBuffer name = new NativeBuffer(4097);
                NativeBuffer statx = new NativeBuffer(Statx.SIZE)) {
            name.putCString(path.getBytes(StandardCharsets.UTF_8));
            int fd = FileCalls.openat(Fcntl.AT_FDCWD, name, Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
            if (fd < 0 || FileCalls.statx(fd, Statx.STATX_BASIC_STATS, statx) < 0) {
                return new RootDirectory(fd, new Identity(0, 0));
            }
            return new RootDirectory(fd, new Identity(Statx.dev(statx), Statx.ino(statx)));
        }
    }

    Identity identity() {
        return identity;
    }

    /** The names in a directory, in no order; none where it is no directory, or cannot be read. */
    List<String> list(String path) {
        return inDirectory(path, found -> {
                    String[] names = new File("/proc/self/fd/" + found).list();
                    return names == null ? List.<String>of() : List.of(names);
                })
                .orElse(List.of());
    }

    /** Which directory {@code path} is; empty where it is none. */
    Optional<Identity> directory(String path) {
        return inDirectory(path, found -> {
            try (NativeBuffer statx = new NativeBuffer(Statx.SIZE)) {
                int error = FileCalls.statx(found, Statx.STATX_BASIC_STATS, statx);
                return error < 0 ? new Identity(0, 0) : new Identity(Statx.dev(statx), Statx.ino(statx));
            }
        });
    }

    private <T> Optional<T> inDirectory(String path, IntFunction<T> use) {
        // the dot is there in directories only
        byte[] bytes = (path + "/.").getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= LONGEST_PATH) {
            return Optional.empty();
        }
        try (NativeBuffer name = new NativeBuffer(LONGEST_PATH)) {
            name.putCString(bytes);
            int found = FileCalls.openat2(fd, name, Fcntl.O_RDONLY | SAFE_OPEN, 0, OpenHow.RESOLVE_IN_ROOT);
            if (found < 0) {
                return Optional.empty();
            }
            try {
                return Optional.of(use.apply(found));
            } finally {
                FileCalls.close(found);
            }
        }
    }

    /** The text of a regular file. {@code path} is relative. */
    Content read(String path) {
        return read(path, LARGEST);
    }

    /** As {@link #read(String)}; a file of more than {@code limit} bytes is TOO_LARGE. */
    Content read(String path, int limit) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= LONGEST_PATH) {
            return Content.failed(Errno.ENAMETOOLONG);
        }
        try (NativeBuffer buffer = new NativeBuffer(CHUNK)) {
            buffer.putCString(bytes);
            int file = FileCalls.openat2(fd, buffer, Fcntl.O_RDONLY | SAFE_OPEN, 0, OpenHow.RESOLVE_IN_ROOT);
            if (file < 0) {
                return Content.failed(-file);
            }
            Content content = read(file, buffer, limit);
            FileCalls.close(file);
            return content;
        }
    }

    private static Content read(int file, NativeBuffer buffer, int limit) {
        try (NativeBuffer statx = new NativeBuffer(Statx.SIZE)) {
            int error = FileCalls.statx(file, Statx.STATX_BASIC_STATS, statx);
            if (error < 0) {
                return Content.failed(-error);
            }
            if ((Statx.mode(statx) & Stat.S_IFMT) != Stat.S_IFREG) {
                return new Content(new byte[0], 0, "NOT_A_FILE");
            }
        }
        byte[] text = new byte[CHUNK];
        int length = 0;
        int read = FileCalls.read(file, buffer, CHUNK);
        while (read > 0) {
            if (length + read > limit) {
                return new Content(new byte[0], 0, "TOO_LARGE");
            }
            if (length + read > text.length) {
                text = Arrays.copyOf(text, Math.max(2 * text.length, length + read));
            }
            buffer.get(0, text, length, read);
            length += read;
            read = FileCalls.read(file, buffer, CHUNK);
        }
        return read < 0 ? Content.failed(-read) : new Content(text, length, "");
    }

    @Override
    public void close() {
        if (fd >= 0) {
            FileCalls.close(fd);
        }
    }
}
