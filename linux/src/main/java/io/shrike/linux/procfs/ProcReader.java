package io.shrike.linux.procfs;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what /proc tells of a process, by the number of any of its threads. Used by one thread at a time.
 *
 * <p>A process may go at any moment: then the answer is ENOENT or ESRCH. Whether a number still means the same process is
 * for the caller to check, by the start time or by the notification.
 */
public final class ProcReader implements AutoCloseable {
    /** The most bytes of a file that are read; what is longer is cut. */
    public static final int DEFAULT_LIMIT = 4 * 1024 * 1024;

    /** The line {@code flags:} is among the first; some kinds of descriptor have thousands of lines. */
    private static final int FDINFO_LIMIT = 1024;

    private static final String FLAGS = "flags:";
    private static final int CHUNK = 16 * 1024;
    private static final File PROC = new File("/proc");
    private static final byte[] LOADAVG = ascii("/proc/loadavg");
    private static final byte[] SELF = ascii("/proc/self");
    private static final byte[] PID_NAMESPACE = ascii("ns/pid");
    private static final byte[] STAT = ascii("stat");
    private static final byte[] STATUS = ascii("status");
    private static final byte[] COMMAND_LINE = ascii("cmdline");
    private static final byte[] EXE = ascii("exe");
    private static final byte[] CWD = ascii("cwd");
    private static final byte[] ROOT = ascii("root");
    private static final byte[] MAPS = ascii("maps");
    private static final byte[] MOUNT_INFO = ascii("mountinfo");

    private final NativeBuffer path = new NativeBuffer(ProcPath.MAXIMUM_SIZE);
    private final NativeBuffer chunk = new NativeBuffer(CHUNK);
    private byte[] text = new byte[CHUNK];
    private int length;

    /** /proc/PID/stat. */
    public Reading<ProcStat> stat(int pid) {
        return parsed(pid, STAT, DEFAULT_LIMIT, bytes -> ProcStat.parse(bytes, length));
    }

    /** /proc/PID/status. */
    public Reading<ProcStatus> status(int pid) {
        return parsed(pid, STATUS, DEFAULT_LIMIT, bytes -> ProcStatus.parse(bytes, length));
    }

    /** The arguments in /proc/PID/cmdline, of at most {@code limit} bytes together. */
    public Reading<List<byte[]>> commandLine(int pid, int limit) {
        return parsed(pid, COMMAND_LINE, limit, bytes -> Optional.of(ProcCommandLine.parse(bytes, length)));
    }

    /** The processes that /proc lists, by number, in ascending order; empty where it cannot be listed. */
    public int[] processes() {
        String[] names = PROC.list();
        if (names == null) {
            return new int[0];
        }
        int[] found = new int[names.length];
        int count = 0;
        for (String name : names) {
            if (name.charAt(0) >= '1' && name.charAt(0) <= '9') {
                found[count++] = Integer.parseInt(name);
            }
        }
        int[] processes = Arrays.copyOf(found, count);
        Arrays.sort(processes);
        return processes;
    }

    /** The number that was last given to a process or thread of the reader's own pid namespace, from /proc/loadavg. */
    public Reading<Integer> lastPid() {
        path.putCString(LOADAVG);
        int status = readFile(DEFAULT_LIMIT);
        if (status < 0) {
            return Reading.failure(-status);
        }
        TextCursor cursor = new TextCursor(text, 0, length);
        cursor.skipWords(4);
        cursor.skipSpaces();
        return cursor.atEnd() ? Reading.failure(Errno.EIO) : Reading.value((int) cursor.decimal());
    }

    /** Who the reader is to this /proc: another number than its own where the two are of different pid namespaces. */
    public Reading<ProcLink> self() {
        path.putCString(SELF);
        return linkAtPath();
    }

    /** The pid namespace of the process, as {@code pid:[4026531836]}. */
    public Reading<ProcLink> pidNamespace(int pid) {
        return link(pid, PID_NAMESPACE);
    }

    /** The file that the process executes. */
    public Reading<ProcLink> exe(int pid) {
        return link(pid, EXE);
    }

    /** Its working directory. */
    public Reading<ProcLink> cwd(int pid) {
        return link(pid, CWD);
    }

    /** Its root directory. */
    public Reading<ProcLink> root(int pid) {
        return link(pid, ROOT);
    }

    /** What its descriptor {@code fd} is; ENOENT also where it has none of that number. */
    public Reading<ProcLink> fd(int pid, int fd) {
        ProcPath.putFd(path, pid, fd);
        return linkAtPath();
    }

    /** The flags that its descriptor {@code fd} was opened with, as open(2) has them, from /proc/PID/fdinfo. */
    public Reading<Integer> descriptorFlags(int pid, int fd) {
        String leaf = "fdinfo/" + fd;
        return parsed(pid, ascii(leaf), FDINFO_LIMIT, bytes -> ProcText.octal(bytes, length, FLAGS));
    }

    /** /proc/PID/maps. */
    public Reading<List<MemoryMapping>> maps(int pid) {
        return parsed(pid, MAPS, DEFAULT_LIMIT, bytes -> Optional.of(lines(bytes, MemoryMapping::parse)));
    }

    /** /proc/PID/mountinfo. */
    public Reading<List<MountPoint>> mounts(int pid) {
        return parsed(pid, MOUNT_INFO, DEFAULT_LIMIT, bytes -> Optional.of(lines(bytes, MountPoint::parse)));
    }

    @Override
    public void close() {
        path.close();
        chunk.close();
    }

    private Reading<ProcLink> link(int pid, byte[] leaf) {
        ProcPath.put(path, pid, leaf);
        return linkAtPath();
    }

    private Reading<ProcLink> linkAtPath() {
        int size = FileCalls.readlinkat(Fcntl.AT_FDCWD, path, chunk);
        return size < 0 ? Reading.failure(-size) : Reading.value(new ProcLink(chunk.getBytes(0, size)));
    }

    /** A text that does not parse is EIO: the kernel never writes one. */
    private <T> Reading<T> parsed(int pid, byte[] leaf, int limit, Function<byte[], Optional<T>> parser) {
        ProcPath.put(path, pid, leaf);
        int status = readFile(limit);
        if (status < 0) {
            return Reading.failure(-status);
        }
        return parser.apply(text).map(Reading::value).orElseGet(() -> Reading.failure(Errno.EIO));
    }

    private <T> List<T> lines(byte[] bytes, Function<byte[], Optional<T>> parser) {
        List<T> parsed = new ArrayList<>();
        for (byte[] line : ProcText.split(bytes, length, '\n')) {
            parser.apply(line).ifPresent(parsed::add);
        }
        return List.copyOf(parsed);
    }

    /** Reads the file at {@link #path} into {@link #text} and {@link #length}: 0, or -errno. */
    private int readFile(int limit) {
        int fd = FileCalls.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        if (fd < 0) {
            return fd;
        }
        length = 0;
        int read = readChunk(fd, limit);
        while (read > 0) {
            read = readChunk(fd, limit);
        }
        FileCalls.close(fd);
        return read;
    }

    private int readChunk(int fd, int limit) {
        int wanted = Math.min(CHUNK, limit - length);
        if (wanted <= 0) {
            return 0;
        }
        int read = FileCalls.read(fd, chunk, wanted);
        if (read > 0) {
            if (length + read > text.length) {
                text = Arrays.copyOf(text, Math.max(2 * text.length, length + read));
            }
            chunk.get(0, text, length, read);
            length += read;
        }
        return read;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
