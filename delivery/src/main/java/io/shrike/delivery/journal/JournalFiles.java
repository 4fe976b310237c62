package io.shrike.delivery.journal;

import io.shrike.model.Severity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The events of a journal's directory, for people: nothing is locked, taken over or changed. */
public final class JournalFiles {
    private JournalFiles() {}

    /** Every event that still waits for a destination: of each segment the oldest first, segments by their age. */
    public static void forEachWaiting(Path directory, Consumer<Entry> reader) throws IOException {
        Set<Path> segments = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.seg")) {
            stream.forEach(segments::add);
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        for (Path segment : segments) {
            read(segment, reader);
        }
    }

    private static void read(Path path, Consumer<Entry> reader) throws IOException {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            Optional<Segment> segment = Segment.recover(Severity.LOW, new FileExtent(path, channel), channel.size());
            if (segment.isPresent()) {
                segment.get().remaining().forEach(reader);
            }
        } catch (NoSuchFileException _) {
            // Delivered since the directory was read.
            return;
        }
    }
}
