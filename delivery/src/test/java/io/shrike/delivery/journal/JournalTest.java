package io.shrike.delivery.journal;

import static io.shrike.delivery.journal.Journals.BOTH;
import static io.shrike.delivery.journal.Journals.ONE;
import static io.shrike.delivery.journal.Journals.TWO;
import static io.shrike.delivery.journal.Journals.deliver;
import static io.shrike.delivery.journal.Journals.entry;
import static io.shrike.delivery.journal.Journals.image;
import static io.shrike.delivery.journal.Journals.segments;
import static io.shrike.delivery.journal.Journals.texts;
import static io.shrike.delivery.journal.Journals.waiting;
import static io.shrike.delivery.journal.Journals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path temp;

    private Journal open(Path directory, Set<Long> destinations) {
        return Journal.open(JournalConfig.of(directory, 1 << 20, 1 << 20), destinations);
    }

    private Path directory() {
        return temp.resolve("journal");
    }

    @Test
    void keepsAnEventUntilEachOfItsDestinationsHasIt() throws IOException {
        try (Journal journal = open(directory(), BOTH)) {
            journal.append(Severity.LOW, entry("both", ONE, TWO));
            journal.append(Severity.LOW, entry("two", TWO));
            journal.flush();
            assertThat(deliver(journal, ONE, 10)).containsExactly("both");
            assertThat(waiting(journal, ONE)).isEmpty();
            try (Journal later = open(image(directory(), temp), BOTH)) {
                assertThat(waiting(later, ONE)).isEmpty();
                assertThat(waiting(later, TWO)).containsExactly("both", "two");
                assertThat(later.report().found()).isEqualTo(2);
            }
            assertThat(deliver(journal, TWO, 1)).containsExactly("both", "two");
        }
        assertThat(segments(directory())).isEmpty();
    }

    @Test
    void showsNothingBeforeItIsFlushed() {
        try (Journal journal = open(directory(), BOTH)) {
            journal.append(Severity.LOW, entry("a", ONE));
            assertThat(journal.waiting(ONE)).isZero();
            journal.flush();
            assertThat(journal.waiting(ONE)).isEqualTo(1);
        }
    }

    @Test
    void givesTheWorstFirstAndThenTheOldest() {
        try (Journal journal = open(directory(), BOTH)) {
            write(journal, Severity.LOW, "l1", "l2");
            write(journal, Severity.CRITICAL, "c1", "c2");
            write(journal, Severity.HIGH, "h1");
            assertThat(deliver(journal, ONE, 2)).containsExactly("c1", "c2", "h1", "l1", "l2");
        }
    }

    @Test
    void limitsABatchByCountAndBytesButNeverToNothing() {
        try (Journal journal = open(directory(), BOTH)) {
            write(journal, Severity.LOW, "a".repeat(100), "b".repeat(100), "c".repeat(100));
            assertThat(journal.poll(ONE, 2, 1_000).entries()).hasSize(2);
            assertThat(journal.poll(ONE, 10, 250).entries()).hasSize(2);
            assertThat(journal.poll(ONE, 10, 1).entries()).hasSize(1);
        }
    }

    @Test
    void givesABatchAgainThatWasNotAcknowledged() {
        try (Journal journal = open(directory(), BOTH)) {
            write(journal, Severity.LOW, "a", "b");
            Batch first = journal.poll(ONE, 1, 1_000);
            assertThat(texts(journal.poll(ONE, 1, 1_000))).isEqualTo(texts(first));
            journal.acknowledge(first);
            assertThat(waiting(journal, ONE)).containsExactly("b");
        }
    }

    @Test
    void leavesWhatWaitsToTheNextStart() {
        try (Journal journal = open(directory(), BOTH)) {
            write(journal, Severity.HIGH, "a", "b");
            journal.acknowledge(journal.poll(ONE, 1, 1_000));
            journal.append(Severity.LOW, entry("never flushed", ONE));
        }
        try (Journal journal = open(directory(), BOTH)) {
            assertThat(deliver(journal, ONE, 10)).containsExactly("b", "never flushed");
        }
        assertThat(segments(directory())).isEmpty();
    }

    @Test
    void leavesAloneWhatAnotherProcessUses() {
        try (Journal first = open(directory(), BOTH)) {
            write(first, Severity.LOW, "a");
            try (Journal second = open(directory(), BOTH)) {
                assertThat(second.waiting(ONE)).isZero();
            }
            assertThat(waiting(first, ONE)).containsExactly("a");
        }
    }

    @Test
    void keepsWhatWaitsForADestinationOfAnotherPolicy() {
        try (Journal journal = open(directory(), Set.of(TWO))) {
            journal.append(Severity.LOW, entry("for two", TWO));
        }
        try (Journal journal = open(directory(), Set.of(ONE))) {
            assertThat(waiting(journal, ONE)).isEmpty();
        }
        try (Journal journal = open(directory(), Set.of(TWO))) {
            assertThat(waiting(journal, TWO)).containsExactly("for two");
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        try (Journal journal = open(directory(), BOTH)) {
            write(journal, Severity.LOW, "a");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(segments(directory()).getFirst())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void givesDiskSpaceBackWhileItRuns() {
        String event = "x".repeat(1_000);
        try (Journal journal = open(directory(), BOTH)) {
            for (int i = 0; i < 5_000; i++) {
                journal.append(Severity.LOW, entry(event, ONE));
                journal.flush();
                journal.acknowledge(journal.poll(ONE, 10, 1 << 20));
            }
            assertThat(journal.report().diskBytes()).isLessThan(64 << 10);
            assertThat(journal.report().dropped()).isEmpty();
        }
    }

    @Test
    void wakesTheSenderWhenEnoughIsThere() throws InterruptedException {
        try (Journal journal = open(directory(), BOTH)) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    journal.await(ONE, 2, TimeUnit.SECONDS.toNanos(60));
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            write(journal, Severity.LOW, "a");
            assertThat(sender.join(java.time.Duration.ofMillis(100))).isFalse();
            write(journal, Severity.LOW, "b");
            assertThat(sender.join(java.time.Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void setsAFileAsideThatIsNoSegment() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("0-low.seg"), "not a segment");
        try (Journal journal = open(directory(), BOTH)) {
            assertThat(waiting(journal, ONE)).isEmpty();
            assertThat(List.of(directory().resolve("0-low.seg.damaged"))).allMatch(Files::exists);
        }
    }
}
