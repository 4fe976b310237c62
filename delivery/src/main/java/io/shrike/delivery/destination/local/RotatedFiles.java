package io.shrike.delivery.destination.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The files that were put aside beside {@code path}: named {@code PATH.1}, {@code PATH.2.gz} and so on, a higher number is a
 * newer one. Owned by one thread.
 */
final class RotatedFiles {
    private static final String PART = ".part";
    private static final String GZIP = ".gz";

    private final Path path;
    private final Path directory;
    private final Pattern names;
    private final RotationLimits limits;

    RotatedFiles(Path path, RotationLimits limits) {
        this.path = path;
        this.directory = Optional.ofNullable(path.getParent()).orElse(Path.of("."));
        this.names =
                Pattern.compile(Pattern.quote(path.getFileName().toString()) + "\\.([0-9]{1,18})(\\.gz)?(\\.part)?");
        this.limits = limits;
    }

    /** Puts the file aside; it keeps its place where that fails. */
    void add() throws IOException {
        NavigableMap<Long, Path> kept = list();
        long next = kept.isEmpty() ? 1 : kept.lastKey() + 1;
        Files.move(path, directory.resolve(path.getFileName() + "." + next));
    }

    /** Compresses what is to be, and removes what is too many. What fails is tried again the next time. */
    void tidy() {
        try {
            NavigableMap<Long, Path> kept = list();
            while (kept.size() > limits.keep()) {
                Map.Entry<Long, Path> oldest = kept.firstEntry();
                Files.deleteIfExists(oldest.getValue());
                kept.remove(oldest.getKey());
            }
            for (Path file : kept.values()) {
                if (limits.gzip() && !file.toString().endsWith(GZIP)) {
                    compress(file);
                }
            }
        } catch (IOException _) {
            return;
        }
    }

    private static void compress(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + GZIP + PART);
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, AppendedFile.OWNER_ONLY);
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                    OutputStream out = new GZIPOutputStream(
                            Files.newOutputStream(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                in.transferTo(out);
            }
            Files.move(part, file.resolveSibling(file.getFileName() + GZIP));
            Files.delete(file);
        } catch (IOException failure) {
            Files.deleteIfExists(part);
            throw failure;
        }
    }

    /** By number. Where a compression was interrupted the uncompressed file counts. */
    private NavigableMap<Long, Path> list() throws IOException {
        NavigableMap<Long, Path> found = new TreeMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path file : all) {
                Matcher name = names.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    continue;
                }
                if (name.group(3) != null) {
                    Files.deleteIfExists(file);
                } else {
                    found.merge(Long.parseLong(name.group(1)), file, RotatedFiles::shorter);
                }
            }
        }
        return found;
    }

    private static Path shorter(Path one, Path other) {
        return one.toString().length() < other.toString().length() ? one : other;
    }
}
