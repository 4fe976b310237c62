package io.shrike.delivery.destination.local;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * A regular file of whole lines, mode 0600. A batch is in it as a whole or not at all: what a full disk cut off is taken back.
 */
final class AppendedFile implements AutoCloseable {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel channel;
    private final Object key;
    private final Instant begun;
    private long size;

    private AppendedFile(Path path, FileChannel channel, BasicFileAttributes attributes, Instant begun, long size) {
        this.path = path;
        this.channel = channel;
        this.key = Objects.requireNonNullElse(attributes.fileKey(), path);
        this.begun = begun;
        this.size = size;
    }

    static AppendedFile open(Path path, Instant now) throws IOException {
        FileChannel channel =
                FileChannel.open(path, Set.of(CREATE, READ, WRITE, LinkOption.NOFOLLOW_LINKS), OWNER_ONLY);
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new FileSystemException(path.toString(), null, "Not a regular file");
            }
            endTornLine(channel);
            Instant begun =
                    channel.size() == 0 ? now : attributes.creationTime().toInstant();
            return new AppendedFile(path, channel, attributes, begun, channel.size());
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** What others wrote is never cut: half a line that a killed writer left gets an end. */
    private static void endTornLine(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        long size = channel.size();
        if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size);
        }
    }

    /** Appends all or, with an exception, nothing. */
    void append(ByteBuffer lines) throws IOException {
        long at = size;
        try {
            while (lines.hasRemaining()) {
                at += channel.write(lines, at);
            }
            size = at;
        } catch (IOException failure) {
            channel.truncate(size);
            throw failure;
        }
    }

    /** Whether somebody put another file, or none, in its place, or cut it. */
    boolean isStale() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return !key.equals(now.fileKey()) || now.size() != size;
        } catch (NoSuchFileException _) {
            return true;
        }
    }

    long size() {
        return size;
    }

    /** When the file was made: by our clock if it was by us, for a server of files may have another. */
    Instant begun() {
        return begun;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
