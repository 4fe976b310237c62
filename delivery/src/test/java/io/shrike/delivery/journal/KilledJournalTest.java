package io.shrike.delivery.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that uses the journal is killed with SIGKILL at random moments; nothing that it flushed is lost. */
class KilledJournalTest {
    private static final int KILLS = 20;
    private static final int ROOM = 10_000_000;

    @TempDir
    private Path temp;

    @Test
    void hasEverythingThatWasFlushedBeforeTheKill() throws IOException, InterruptedException {
        Random random = new Random(7);
        Set<Integer> flushed = new HashSet<>();
        Set<Integer> taken = new HashSet<>();
        int first = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int last = runAndKill(first, 5 + random.nextInt(120), flushed, taken);
            first = last + ROOM / KILLS / 4;
        }
        Set<Integer> waiting = new HashSet<>();
        try (Journal journal = Journal.open(JournalConfig.of(directory(), 64 << 20, 1 << 20), Journals.BOTH)) {
            journal.poll(Journals.ONE, ROOM, Long.MAX_VALUE).entries().forEach(e -> waiting.add(Appending.number(e)));
            assertThat(journal.report().dropped()).isEmpty();
        }
        assertThat(flushed).hasSizeGreaterThan(1_000);
        Set<Integer> lost = new HashSet<>(flushed);
        lost.removeAll(waiting);
        lost.removeAll(taken);
        assertThat(lost).isEmpty();
    }

    private Path directory() {
        return temp.resolve("journal");
    }

    /** Gives the last number that was flushed. */
    private int runAndKill(int first, int millisAfterStart, Set<Integer> flushed, Set<Integer> taken)
            throws IOException, InterruptedException {
        Path output = temp.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Appending.class.getName(),
                        directory().toString(),
                        Integer.toString(first))
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        while (Files.size(output) == 0 && process.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        TimeUnit.MILLISECONDS.sleep(millisAfterStart);
        process.destroyForcibly().waitFor();
        return read(output, first, flushed, taken);
    }

    private static int read(Path output, int first, Set<Integer> flushed, Set<Integer> taken) throws IOException {
        String text = Files.readString(output);
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        int last = first;
        for (String line : lines) {
            int number = Integer.parseInt(line.substring(2));
            if (line.startsWith("a ")) {
                taken.add(number);
            } else {
                for (int i = last; i <= number; i++) {
                    flushed.add(i);
                }
                last = number + 1;
            }
        }
        return last;
    }

    private static String classPath() {
        return Stream.of(
                        System.getProperty("jdk.module.path", ""),
                        System.getProperty("java.class.path", ""),
                        "target/test-classes",
                        "target/classes")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
