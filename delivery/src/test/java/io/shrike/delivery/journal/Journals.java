package io.shrike.delivery.journal;

import io.shrike.model.ByteString;
import io.shrike.model.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What tests of the journal share: two destinations, entries that are texts, and the state that a killed process leaves. */
final class Journals {
    static final long ONE = 1;
    static final long TWO = 2;
    static final Set<Long> BOTH = Set.of(ONE, TWO);

    private Journals() {}

    static Entry entry(String text, Long... destinations) {
        return new Entry(1_000, List.of(destinations), ByteString.utf8(text));
    }

    static void write(Journal journal, Severity severity, String... texts) {
        for (String text : texts) {
            journal.append(severity, entry(text, ONE));
            journal.flush();
        }
    }

    /** Everything that waits for a destination, in the order in which it is sent, without acknowledging it. */
    static List<String> waiting(Journal journal, long destination) {
        return texts(journal.poll(destination, 1_000_000, Long.MAX_VALUE));
    }

    static List<String> texts(Batch batch) {
        return batch.entries().stream().map(entry -> entry.event().escaped()).toList();
    }

    /** Takes everything, batch by batch. */
    static List<String> deliver(Journal journal, long destination, int batch) {
        List<String> texts = new ArrayList<>();
        while (journal.waiting(destination) > 0) {
            Batch next = journal.poll(destination, batch, Long.MAX_VALUE);
            texts.addAll(texts(next));
            journal.acknowledge(next);
        }
        return texts;
    }

    static List<Path> segments(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".seg"))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The files as they are at this moment, as a process that is killed now would leave them. */
    static Path image(Path directory, Path parent) throws IOException {
        Path copy = Files.createTempDirectory(parent, "image");
        for (Path segment : segments(directory)) {
            Files.copy(segment, copy.resolve(segment.getFileName()));
        }
        return copy;
    }
}
