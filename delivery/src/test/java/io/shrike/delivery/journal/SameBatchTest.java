package io.shrike.delivery.journal;

import static io.shrike.delivery.journal.Journals.BOTH;
import static io.shrike.delivery.journal.Journals.ONE;
import static io.shrike.delivery.journal.Journals.TWO;
import static io.shrike.delivery.journal.Journals.entry;
import static io.shrike.delivery.journal.Journals.image;
import static io.shrike.delivery.journal.Journals.texts;
import static io.shrike.delivery.journal.Journals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch that was given stays what it was until it is acknowledged, also for the process after a kill. */
class SameBatchTest {
    @TempDir
    private Path temp;

    private static Journal open(Path directory) {
        return Journal.open(JournalConfig.of(directory, 1 << 20, 1 << 20), BOTH);
    }

    private Path directory() {
        return temp.resolve("journal");
    }

    @Test
    void isGivenAgainThoughWorseAndMoreHasComeSince() throws IOException {
        try (Journal journal = open(directory())) {
            write(journal, Severity.LOW, "l1", "l2", "l3");
            write(journal, Severity.HIGH, "h1");
            Batch first = journal.pollSame(ONE, 3, 1_000);
            assertThat(texts(first)).containsExactly("h1", "l1", "l2");
            write(journal, Severity.CRITICAL, "c1");
            write(journal, Severity.HIGH, "h2");
            assertThat(texts(journal.pollSame(ONE, 100, 1_000))).containsExactly("h1", "l1", "l2");
            try (Journal later = open(image(directory(), temp))) {
                Batch again = later.pollSame(ONE, 1, 1);
                assertThat(texts(again)).containsExactly("h1", "l1", "l2");
                later.acknowledge(again);
                assertThat(texts(later.pollSame(ONE, 100, 1_000))).containsExactly("c1", "h2", "l3");
            }
            journal.acknowledge(first);
            assertThat(texts(journal.pollSame(ONE, 100, 1_000))).containsExactly("c1", "h2", "l3");
        }
    }

    @Test
    void holdsNobodyElseUp() {
        try (Journal journal = open(directory())) {
            journal.append(Severity.LOW, entry("one", ONE));
            journal.append(Severity.LOW, entry("two", TWO));
            journal.append(Severity.LOW, entry("both", ONE, TWO));
            journal.flush();
            assertThat(texts(journal.pollSame(ONE, 1, 1_000))).containsExactly("one");
            assertThat(texts(journal.poll(TWO, 5, 1_000))).containsExactly("two", "both");
            Batch batch = journal.pollSame(ONE, 1, 1_000);
            journal.acknowledge(batch);
            Batch next = journal.pollSame(ONE, 5, 1_000);
            assertThat(texts(next)).containsExactly("both");
            journal.acknowledge(next);
            assertThat(journal.waiting(ONE)).isZero();
            assertThat(texts(journal.pollSame(ONE, 5, 1_000))).isEmpty();
        }
    }

    /** At each step the process may be gone: whatever was given before is then given again as it was, or was acknowledged. */
    @Test
    void isTheSameAfterAKillAtAnyStep() throws IOException {
        Random random = new Random(3);
        Severity[] severities = Severity.values();
        List<List<String>> taken = new ArrayList<>();
        try (Journal journal = open(directory())) {
            for (int step = 0; step < 60; step++) {
                write(journal, severities[random.nextInt(severities.length)], "e" + step);
                Batch batch = journal.pollSame(ONE, 1 + random.nextInt(4), 1_000);
                try (Journal later = open(image(directory(), temp))) {
                    assertThat(texts(later.pollSame(ONE, 1 + random.nextInt(9), 1_000)))
                            .isEqualTo(texts(batch));
                }
                if (random.nextBoolean()) {
                    journal.acknowledge(batch);
                    taken.add(texts(batch));
                }
            }
        }
        assertThat(taken.stream().flatMap(List::stream)).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }
}
