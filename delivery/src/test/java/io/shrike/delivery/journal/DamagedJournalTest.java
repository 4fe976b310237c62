package io.shrike.delivery.journal;

import static io.shrike.delivery.journal.Journals.BOTH;
import static io.shrike.delivery.journal.Journals.ONE;
import static io.shrike.delivery.journal.Journals.deliver;
import static io.shrike.delivery.journal.Journals.segments;
import static io.shrike.delivery.journal.Journals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a segment that was cut off or changed anywhere. */
class DamagedJournalTest {
    private static final List<String> EVENTS = List.of("{\"n\":1}", "{\"n\":22}", "{\"n\":333}");

    @TempDir
    private Path temp;

    private Path directory;
    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeThreeEvents() throws IOException {
        directory = temp.resolve("journal");
        try (Journal journal = open()) {
            write(journal, Severity.HIGH, EVENTS.toArray(String[]::new));
        }
        file = segments(directory).getFirst();
        whole = Files.readAllBytes(file);
    }

    private Journal open() {
        return Journal.open(JournalConfig.of(directory, 1 << 20, 1 << 20), BOTH);
    }

    private List<String> recover(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (Journal journal = open()) {
            write(journal, Severity.LOW, "after");
            List<String> events = deliver(journal, ONE, 2);
            assertThat(events).endsWith("after");
            return events.subList(0, events.size() - 1);
        }
    }

    @Test
    void givesEveryWholeEventOfAFileCutAtAnyByte() throws IOException {
        int recordSize = RecordFormat.size(Journals.entry("", ONE));
        for (int length = AckSlots.SIZE; length <= whole.length; length++) {
            int end = AckSlots.SIZE;
            int complete = 0;
            while (complete < 3 && end + recordSize + EVENTS.get(complete).length() <= length) {
                end += recordSize + EVENTS.get(complete++).length();
            }
            assertThat(recover(Arrays.copyOf(whole, length)))
                    .as("cut to %s of %s bytes", length, whole.length)
                    .isEqualTo(EVENTS.subList(0, complete));
        }
    }

    @Test
    void survivesAFileCutInItsHead() throws IOException {
        for (int length = 0; length < AckSlots.SIZE; length += 7) {
            assertThat(recover(Arrays.copyOf(whole, length))).isEmpty();
            Files.deleteIfExists(file);
        }
    }

    @Test
    void losesOnlyTheEventInWhichAByteChanged() throws IOException {
        for (int at = AckSlots.SIZE; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            List<String> recovered = recover(changed);
            assertThat(recovered).as("byte %s changed", at).hasSize(2);
            assertThat(EVENTS).containsSubsequence(recovered);
        }
    }

    @Test
    void sendsAgainRatherThanNeverWhenTheHeadIsChanged() throws IOException {
        for (int at = 8; at < AckSlots.SIZE; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x55;
            assertThat(recover(changed)).as("byte %s changed", at).isEqualTo(EVENTS);
        }
    }

    @Test
    void countsWhatIsDamagedWhileItWaits() throws IOException {
        try (Journal journal = open()) {
            assertThat(journal.waiting(ONE)).isEqualTo(3);
            byte[] changed = whole.clone();
            changed[whole.length - 1] ^= 0x55;
            try (java.nio.channels.FileChannel channel =
                    java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
                channel.write(java.nio.ByteBuffer.wrap(changed), 0);
            }
            assertThat(deliver(journal, ONE, 10)).isEqualTo(EVENTS.subList(0, 2));
            assertThat(journal.report().dropped()).isEqualTo(java.util.Map.of("unreadable", 1L));
        }
    }

    @Test
    void countsWhatItCannotRead() throws IOException {
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        try (Journal journal = open()) {
            assertThat(journal.report().unreadableBytes())
                    .isEqualTo(RecordFormat.size(Journals.entry(EVENTS.get(2), ONE)) - 1);
            assertThat(journal.report().found()).isEqualTo(2);
        }
    }
}
