package io.shrike.app.fetch;

import io.shrike.delivery.destination.ErrnoName;
import io.shrike.model.ByteString;
import io.shrike.policy.source.PolicySources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The last good text of each address, one file each, for the sensor's own user only. A file begins with the SHA-256 of its text,
 * so that one that was cut off or damaged is not taken for a policy; its time is when the text was last known to be current.
 */
final class PolicyCopies {
    private static final String ENDING = ".policy";
    private static final int HEAD = 65;

    private final Path directory;

    PolicyCopies(Path directory) {
        this.directory = directory;
    }

    /** A text, and when it was last known to be current. */
    record Copy(ByteString text, Instant asOf) {}

    /** Where an address has its copy. */
    Path file(String address) {
        return directory.resolve(hash(address.getBytes(StandardCharsets.UTF_8)) + ENDING);
    }

    /** Whole or not at all. Throws IOException with a text for people. */
    void write(String address, ByteString text) throws IOException {
        Path file = file(address);
        Path unborn = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.deleteIfExists(unborn);
            writeNew(unborn, text.toArray());
            Files.move(unborn, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            remove(unborn);
            throw new IOException(
                    "no copy of the policy can be kept in " + directory + ": " + ErrnoName.text(failure), failure);
        }
    }

    private static void writeNew(Path file, byte[] text) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, options, owner)) {
            ByteBuffer bytes = ByteBuffer.allocate(HEAD + text.length);
            bytes.put((hash(text) + "\n").getBytes(StandardCharsets.US_ASCII))
                    .put(text)
                    .flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // It is no copy, and the next write of this process would remove it.
            return;
        }
    }

    /** The text of an address is still current. */
    void touch(String address) {
        try {
            Files.setLastModifiedTime(file(address), FileTime.from(Instant.now()));
        } catch (IOException _) {
            // An older time only understates how good the copy is.
            return;
        }
    }

    /** What is kept for an address, if it is whole and was written by the sensor's own user. */
    Optional<Copy> read(String address) {
        Path file = file(address);
        try {
            boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            if (!regular || !owner(file).equals(owner(Path.of("/proc/self").toRealPath()))) {
                return Optional.empty();
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                bytes = in.readNBytes(HEAD + PolicySources.MOST_BYTES + 1);
            }
            byte[] text = Arrays.copyOfRange(bytes, Math.min(HEAD, bytes.length), bytes.length);
            boolean whole = new String(bytes, 0, bytes.length - text.length, StandardCharsets.US_ASCII)
                    .equals(hash(text) + "\n");
            Instant asOf = Files.getLastModifiedTime(file).toInstant();
            return whole ? Optional.of(new Copy(ByteString.of(text), asOf)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Object owner(Path file) throws IOException {
        return Objects.requireNonNull(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
