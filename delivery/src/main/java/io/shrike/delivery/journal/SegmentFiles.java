package io.shrike.delivery.journal;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.shrike.model.Severity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The segments of a directory, one file each, named {@code TIME-SEVERITY.seg}. A process locks what it uses, so several can
 * share a directory: a file that nobody has locked was left by one that ended.
 */
final class SegmentFiles {
    private static final String ENDING = ".seg";
    private static final String UNBORN = ".new";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final int process = new SecureRandom().nextInt();
    private long lastName;

    SegmentFiles(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** Makes the directory, where there is none, for this user only. */
    void prepare() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
        }
    }

    /** A new segment, locked before anybody can find it. */
    Segment create(Severity severity) throws IOException {
        lastName = Math.max(lastName + 1, System.currentTimeMillis() * 1000);
        String name = String.format(
                "%016x-%08x-%s", lastName, process, severity.name().toLowerCase(Locale.ROOT));
        Path hidden = directory.resolve(name + UNBORN);
        FileExtent extent =
                new FileExtent(hidden, FileChannel.open(hidden, Set.of(READ, WRITE, CREATE_NEW), OWNER_ONLY_FILE));
        try {
            extent.lock();
            Segment segment = Segment.create(severity, extent);
            extent.rename(directory.resolve(name + ENDING));
            return segment;
        } catch (IOException failure) {
            extent.delete();
            throw failure;
        }
    }

    /** Segments that a process left behind, locked for this one, oldest first. */
    List<Segment> abandoned() throws IOException {
        List<Segment> found = new ArrayList<>();
        for (Path unborn : sorted(UNBORN)) {
            lock(unborn).ifPresent(FileExtent::delete);
        }
        for (Path path : sorted(ENDING)) {
            adopt(path).ifPresent(found::add);
        }
        return found;
    }

    private List<Path> sorted(String ending) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*" + ending)) {
            stream.forEach(paths::add);
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        paths.sort(Path::compareTo);
        return paths;
    }

    private static Optional<Segment> adopt(Path path) throws IOException {
        Optional<Severity> severity = severity(path.getFileName().toString());
        if (severity.isEmpty() || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Optional<FileExtent> extent = lock(path);
        if (extent.isEmpty()) {
            return Optional.empty();
        }
        Optional<Segment> segment =
                Segment.recover(severity.get(), extent.get(), extent.get().size());
        if (segment.isEmpty()) {
            setAside(path, extent.get());
        }
        return segment;
    }

    private static Optional<FileExtent> lock(Path path) throws IOException {
        try {
            FileExtent extent =
                    new FileExtent(path, FileChannel.open(path, Set.of(READ, WRITE, LinkOption.NOFOLLOW_LINKS)));
            if (extent.tryLock() && Files.exists(path)) {
                return Optional.of(extent);
            }
            extent.close();
            return Optional.empty();
        } catch (NoSuchFileException | AccessDeniedException _) {
            // Gone by now, or another user's.
            return Optional.empty();
        }
    }

    /** Not ours, or damaged where all begins: kept for people to look at, out of the way. */
    private static void setAside(Path path, FileExtent extent) throws IOException {
        extent.close();
        Files.move(path, path.resolveSibling(path.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Optional<Severity> severity(String name) {
        for (Severity severity : Severity.values()) {
            if (name.endsWith("-" + severity.name().toLowerCase(Locale.ROOT) + ENDING)) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
