package io.shrike.trace.decode;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.model.ProgramFile;
import io.shrike.trace.digest.OpenProgram;
import io.shrike.trace.path.NameUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a program file is: where it lies, whether it has a name at all, whether it is younger than the watch, and which
 * interpreters its {@code #!} line names. Age is told by ctime, which a program cannot set back. Owned by the stop thread.
 */
final class ProgramFiles implements AutoCloseable {
    private static final int HEAD = 256;
    private static final int MAX_INTERPRETERS = 5;
    private static final ByteString MEMFD = ByteString.utf8("/memfd:");
    private static final ByteString PROC = ByteString.utf8("/proc/");
    private static final ByteString PROC_SELF = ByteString.utf8("/proc/self/");
    private static final ByteString DELETED = ByteString.utf8(" (deleted)");

    private final NativeBuffer name = new NativeBuffer(4097);
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);
    private final NativeBuffer head = new NativeBuffer(HEAD);
    private final long watchSinceSeconds;

    /** {@code watchSinceSeconds}: start of the watch in seconds since the epoch. */
    ProgramFiles(long watchSinceSeconds) {
        this.watchSinceSeconds = watchSinceSeconds;
    }

    ProgramFile program(int tid, Field<ByteString> path) {
        return path.asOptional()
                .map(known -> program(known, stat(known)))
                .orElseGet(() -> new ProgramFile(path, false, false, 0, 0));
    }

    private ProgramFile program(ByteString path, boolean found) {
        boolean fileless = path.startsWith(MEMFD) || path.endsWith(DELETED);
        if (!found) {
            return new ProgramFile(Field.known(path), fileless, fileless, 0, 0);
        }
        return new ProgramFile(Field.known(path), fileless, isYoung(), Statx.dev(statx), Statx.ino(statx));
    }

    /** Whether the file at {@code path} was written, or had its name or rights changed, since the watch began. */
    boolean isNew(ByteString path) {
        return stat(path) && isYoung();
    }

    private boolean isYoung() {
        return Statx.ctimeSeconds(statx) >= watchSinceSeconds;
    }

    private boolean stat(ByteString path) {
        return put(path) && FileCalls.statx(FileCalls.AT_FDCWD, name, 0, Statx.STATX_BASIC_STATS, statx) >= 0;
    }

    private boolean put(ByteString path) {
        if (path.length() >= 4096) {
            return false;
        }
        byte[] bytes = path.toArray();
        name.putCString(bytes, 0, bytes.length);
        return true;
    }

    /** The interpreters that the kernel will run for a script, the script's own first; none for any other file. */
    List<ProgramFile> interpreters(Call call, Field<ByteString> requested, ByteString script) {
        List<ProgramFile> found = new ArrayList<>(1);
        Optional<ByteString> next = interpreterOf(readable(call, requested, script));
        while (next.isPresent() && found.size() < MAX_INTERPRETERS) {
            ByteString named = next.get();
            Field<ByteString> path = call.target(Call.AT_FDCWD, Field.known(named), NameUse.FOLLOW)
                    .map(FileTarget::path)
                    .orElse(Field.known(named));
            found.add(program(call.tid(), path));
            next = path.asOptional().flatMap(this::interpreterOf);
        }
        return found;
    }

    /** Where the sensor can read {@code script}: one without a name through the caller's descriptor. */
    private static ByteString readable(Call call, Field<ByteString> requested, ByteString script) {
        if (!script.startsWith(MEMFD) && !script.endsWith(DELETED)) {
            return script;
        }
        int fd = requested.asOptional().map(path -> descriptor(call, path)).orElse(-1);
        boolean same = fd >= 0
                && call.paths()
                        .ofDescriptor(call.tid(), fd, ByteString.EMPTY)
                        .filter(file -> file.path().equals(Field.known(script)))
                        .isPresent();
        return same ? ByteString.utf8("/proc/" + call.tid() + "/fd/" + fd) : script;
    }

    /** The descriptor that an empty path, or a name below some {@code fd} directory, stands for; -1 where it is none. */
    private static int descriptor(Call call, ByteString requested) {
        if (requested.isEmpty()) {
            return call.intArgument(0);
        }
        String name = requested.baseName().escaped();
        return name.length() <= 9 && name.matches("[0-9]+") ? Integer.parseInt(name) : -1;
    }

    /** Opens a file of the exec that {@code call} makes; a program that is named nowhere through the caller. */
    OpenProgram open(Call call, Field<ByteString> requested, ProgramFile file) {
        return switch (file.path()) {
            case Field.Unreadable<ByteString>(String reason) -> OpenProgram.unreadable(reason);
            case Field.Known<ByteString>(ByteString path) -> {
                ByteString found = file.fileless() ? unnamed(call, requested, path) : path;
                yield put(found) ? OpenProgram.open(name) : OpenProgram.unreadable("ENAMETOOLONG");
            }
        };
    }

    /** Also one that was named by another magic link of /proc, as {@code /proc/self/exe}. */
    private static ByteString unnamed(Call call, Field<ByteString> requested, ByteString path) {
        ByteString found = readable(call, requested, path);
        return found.equals(path)
                ? requested
                        .asOptional()
                        .filter(written -> written.startsWith(PROC))
                        .map(written -> written.startsWith(PROC_SELF)
                                ? ByteString.utf8("/proc/" + call.tid() + "/").concat(tail(written))
                                : written)
                        .orElse(path)
                : found;
    }

    private static ByteString tail(ByteString written) {
        byte[] bytes = written.toArray();
        return ByteString.copyOf(bytes, PROC_SELF.length(), bytes.length - PROC_SELF.length());
    }

    private Optional<ByteString> interpreterOf(ByteString path) {
        if (!stat(path) || (Statx.mode(statx) & 0xf000) != 0x8000) {
            return Optional.empty();
        }
        int fd = FileCalls.openat(FileCalls.AT_FDCWD, name, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC, 0);
        if (fd < 0) {
            return Optional.empty();
        }
        int length = FileCalls.read(fd, head, HEAD);
        FileCalls.close(fd);
        return length < 3 ? Optional.empty() : HashBang.interpreter(head.getBytes(0, length));
    }

    @Override
    public void close() {
        name.close();
        statx.close();
        head.close();
    }
}
