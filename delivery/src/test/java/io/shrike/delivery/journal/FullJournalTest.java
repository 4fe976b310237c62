package io.shrike.delivery.journal;

import static io.shrike.delivery.journal.Journals.BOTH;
import static io.shrike.delivery.journal.Journals.ONE;
import static io.shrike.delivery.journal.Journals.deliver;
import static io.shrike.delivery.journal.Journals.entry;
import static io.shrike.delivery.journal.Journals.waiting;
import static io.shrike.delivery.journal.Journals.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when there is no room: in the bound, on the disk, or anywhere. */
class FullJournalTest {
    private static final String PADDING = "x".repeat(1_000);

    @TempDir
    private Path temp;

    private boolean mounted;

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            run("umount", temp.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private void mount(String options) throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting a file system needs root");
        mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", temp.toString()) == 0;
        assumeTrue(mounted, "no file system can be mounted here");
    }

    private static void fill(Journal journal, Severity severity, int events) {
        for (int i = 0; i < events; i++) {
            journal.append(severity, entry(severity + " " + i + PADDING, ONE));
            journal.flush();
        }
    }

    private static long count(List<String> texts, Severity severity) {
        return texts.stream().filter(text -> text.startsWith(severity + " ")).count();
    }

    @Test
    void dropsTheOldestOfTheLeastSevereAtTheBound() {
        try (Journal journal = Journal.open(JournalConfig.of(temp, 1 << 20, 1 << 20), BOTH)) {
            fill(journal, Severity.HIGH, 200);
            fill(journal, Severity.LOW, 1_000);
            assertThat(journal.report().diskBytes()).isLessThanOrEqualTo(1 << 20);
            List<String> kept = waiting(journal, ONE);
            assertThat(count(kept, Severity.HIGH)).isEqualTo(200);
            assertThat(kept.getLast()).startsWith("LOW 999");
            long dropped = 1_200L - kept.size();
            assertThat(journal.report().dropped()).isEqualTo(java.util.Map.of("journalFull", dropped));
            assertThat(journal.droppedOf(ONE)).isEqualTo(dropped);
            assertThat(kept).hasSizeGreaterThan(900);
        }
    }

    @Test
    void neverDropsTheWorseForTheLesser() {
        try (Journal journal = Journal.open(JournalConfig.of(temp, 1 << 20, 1 << 20), BOTH)) {
            fill(journal, Severity.CRITICAL, 1_100);
            long critical = journal.waiting(ONE);
            fill(journal, Severity.MEDIUM, 10);
            assertThat(count(waiting(journal, ONE), Severity.CRITICAL)).isEqualTo(critical);
            assertThat(journal.waiting(ONE)).isLessThanOrEqualTo(critical + 10);
            assertThat(journal.waiting(ONE) + journal.droppedOf(ONE)).isEqualTo(1_110);
        }
    }

    @Test
    void dropsTheOldestOfTheLeastSevereOnAFullDisk() throws IOException, InterruptedException {
        mount("size=256k");
        try (Journal journal = Journal.open(JournalConfig.of(temp.resolve("j"), 16 << 20, 64 << 10), BOTH)) {
            fill(journal, Severity.HIGH, 50);
            fill(journal, Severity.LOW, 1_000);
            List<String> kept = waiting(journal, ONE);
            assertThat(count(kept, Severity.HIGH)).isEqualTo(50);
            assertThat(kept.getLast()).startsWith("LOW 999");
            assertThat(journal.report().dropped().get("journalDiskFull")).isPositive();
            assertThat(kept.size() + journal.droppedOf(ONE)).isEqualTo(1_050);
        }
        try (Journal journal = Journal.open(JournalConfig.of(temp.resolve("j"), 16 << 20, 64 << 10), BOTH)) {
            assertThat(count(deliver(journal, ONE, 7), Severity.HIGH)).isEqualTo(50);
        }
    }

    @Test
    void acknowledgesOnAFullDisk() throws IOException, InterruptedException {
        mount("size=128k");
        JournalConfig config = JournalConfig.of(temp.resolve("j"), 16 << 20, 64 << 10);
        try (Journal journal = Journal.open(config, BOTH)) {
            write(journal, Severity.HIGH, "first", "second");
            fillDisk();
            journal.acknowledge(journal.poll(ONE, 1, 1_000));
        }
        try (Journal journal = Journal.open(config, BOTH)) {
            assertThat(waiting(journal, ONE)).containsExactly("second");
        }
    }

    private void fillDisk() {
        for (int size : new int[] {65_536, 4_096, 1}) {
            for (int i = 0; i < 64; i++) {
                try {
                    Files.write(temp.resolve("fill" + size + "-" + i), new byte[size]);
                } catch (IOException _) {
                    break;
                }
            }
        }
    }

    @Test
    void keepsEventsInMemoryWhereTheFileSystemIsReadOnly() throws IOException, InterruptedException {
        mount("size=256k,ro");
        try (Journal journal = Journal.open(JournalConfig.of(temp.resolve("j"), 1 << 20, 256 << 10), BOTH)) {
            fill(journal, Severity.HIGH, 20);
            fill(journal, Severity.LOW, 1_000);
            assertThat(journal.report().problem()).contains("Read-only file system");
            assertThat(journal.report().memoryBytes()).isBetween(128L << 10, 256L << 10);
            List<String> kept = waiting(journal, ONE);
            assertThat(count(kept, Severity.HIGH)).isEqualTo(20);
            assertThat(kept.getLast()).startsWith("LOW 999");
            assertThat(journal.report().dropped())
                    .isEqualTo(java.util.Map.of("journalMemoryFull", 1_020L - kept.size()));
        }
    }

    @Test
    void movesFromMemoryToTheDiskOnceItCan() throws IOException {
        Path blocked = temp.resolve("file");
        Files.writeString(blocked, "a file, not a directory");
        AtomicLong now = new AtomicLong();
        JournalConfig config = JournalConfig.of(blocked, 1 << 20, 1 << 20);
        try (Journal journal = Journal.open(config, BOTH, now::get)) {
            write(journal, Severity.LOW, "in memory");
            assertThat(journal.report().problem()).isPresent();
            Files.delete(blocked);
            write(journal, Severity.LOW, "still in memory");
            assertThat(journal.report().diskBytes()).isZero();
            now.addAndGet(6_000_000_000L);
            write(journal, Severity.LOW, "on disk");
            assertThat(journal.report().problem()).isEmpty();
            assertThat(journal.report().diskBytes()).isPositive();
            assertThat(waiting(journal, ONE)).containsExactly("in memory", "still in memory", "on disk");
        }
        try (Journal journal = Journal.open(config, BOTH)) {
            assertThat(deliver(journal, ONE, 2)).containsExactlyInAnyOrder("in memory", "still in memory", "on disk");
        }
    }
}
