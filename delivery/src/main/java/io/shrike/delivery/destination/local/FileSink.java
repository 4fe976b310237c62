package io.shrike.delivery.destination.local;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;

import io.shrike.delivery.destination.ErrnoName;
import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.WriteResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that is only appended to (O_APPEND, so a truncation by others is harmless), created with mode 0600. When another
 * file, or none, stands at the path, the path is opened anew at most a second later, between two lines: rotation by rename
 * needs no signal. A full disk is tried again; so is every failure of a regular file.
 */
public final class FileSink implements LineSink {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final long CHECK_INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final int OPEN_ATTEMPTS = 8;

    private final Path path;
    private final LongSupplier nanoTime;
    private Opened current;
    private long checkedAt;

    private FileSink(Path path, LongSupplier nanoTime) throws IOException {
        this.path = path;
        this.nanoTime = nanoTime;
        this.current = openAt(path);
        this.checkedAt = nanoTime.getAsLong();
    }

    /** Opens or creates the file; the exception's message is one for the operator. */
    public static FileSink open(Path path) throws IOException {
        return open(path, System::nanoTime);
    }

    static FileSink open(Path path, LongSupplier nanoTime) throws IOException {
        try {
            return new FileSink(path, nanoTime);
        } catch (IOException failure) {
            throw new IOException("cannot write events to " + path + ": " + ErrnoName.text(failure), failure);
        }
    }

    @Override
    public WriteResult write(ByteBuffer lines) {
        if (atLineStart(lines)) {
            followRotation();
        }
        try {
            while (lines.hasRemaining()) {
                if (current.channel.write(lines) == 0) {
                    return new WriteResult.Again("EAGAIN");
                }
            }
            return WriteResult.DONE;
        } catch (ClosedChannelException _) {
            return new WriteResult.Lost("EBADF");
        } catch (IOException failure) {
            return failed(ErrnoName.of(failure));
        }
    }

    private WriteResult failed(String reason) {
        boolean mayPass = current.regular || reason.equals("ENOSPC");
        return mayPass ? new WriteResult.Again(reason) : new WriteResult.Lost(reason);
    }

    private static boolean atLineStart(ByteBuffer lines) {
        return lines.position() == 0 || lines.get(lines.position() - 1) == '\n';
    }

    private void followRotation() {
        long now = nanoTime.getAsLong();
        if (!current.regular || now - checkedAt < CHECK_INTERVAL) {
            return;
        }
        checkedAt = now;
        if (current.key.equals(keyAt(path))) {
            return;
        }
        try {
            Opened next = openAt(path);
            closeQuietly(current.channel);
            current = next;
        } catch (IOException _) {
            // The file that is open still takes the lines; the path is tried again with the next check.
            return;
        }
    }

    @Override
    public String description() {
        return "file " + path;
    }

    @Override
    public void close() {
        closeQuietly(current.channel);
    }

    /** An open file and what identifies it. Only a regular file can be rotated. */
    private record Opened(FileChannel channel, Object key, boolean regular) {}

    /** Opens until the path named the same file before and after, so that the key is the open file's. */
    private static Opened openAt(Path path) throws IOException {
        Object before = keyAt(path);
        for (int attempt = 1; ; attempt++) {
            FileChannel channel = FileChannel.open(path, Set.of(APPEND, CREATE), OWNER_ONLY);
            try {
                BasicFileAttributes after = Files.readAttributes(path, BasicFileAttributes.class);
                Object key = Objects.requireNonNullElse(after.fileKey(), path);
                if (key.equals(before) || attempt == OPEN_ATTEMPTS) {
                    if (after.isRegularFile()) {
                        endTornLine(path, channel);
                    }
                    return new Opened(channel, key, after.isRegularFile());
                }
                before = key;
            } catch (IOException failure) {
                closeQuietly(channel);
                throw failure;
            }
            closeQuietly(channel);
        }
    }

    private static @Nullable Object keyAt(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException _) {
            return null;
        }
    }

    /** A writer that was killed may have left half a line: the next line starts on its own. */
    private static void endTornLine(Path path, FileChannel channel) {
        try (FileChannel reader = FileChannel.open(path, READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long size = reader.size();
            if (size > 0 && reader.read(last, size - 1) == 1 && last.get(0) != '\n') {
                last.put(0, (byte) '\n').rewind();
                channel.write(last);
            }
        } catch (IOException _) {
            // A file that may be written but not read is used as it is.
            return;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            return;
        }
    }
}
