package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code shrike events} over what a run wrote. */
class EventsCommandIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private Path file() {
        return directory.resolve("events.jsonl");
    }

    /** Reads hostname once, then hosts twice. The destination never answers, so all of it stays in the journal. */
    private void record() throws IOException {
        Watched watched = ShrikeRun.of(
                        Command.shell(directory, "cat /etc/hostname; head -n 1 /etc/hosts; head -n 1 /etc/hosts"))
                .option("--journal", directory.resolve("journal").toString(), "--drain-timeout", "0.5")
                .policyText("""
                        actions: {alert: {destinations: [{type: webhook, endpoint: "http://localhost:%d/", allowInsecure: true}]}}
                        fileIntegrityMonitoring:
                          paths:
                            - {path: /etc/hostname, events: [open], severity: critical}
                            - {path: /etc/hosts, events: [open], severity: medium}
                        """.formatted(Host.freePort()))
                .run();
        Files.write(file(), watched.raw().toArray());
    }

    private List<String> events(String... words) {
        List<String> line = new java.util.ArrayList<>(List.of("events"));
        line.addAll(List.of(words));
        Ran ran = Command.shrike(directory, line.toArray(String[]::new)).alone();
        assertThat(ran.ending()).as(ran.toString()).isEqualTo(new Ending.Exited(0));
        assertThat(ran.stdout()).doesNotContain("\u001b");
        return ran.stdout().lines().toList();
    }

    @Test
    void showsWhatIsAskedForOfAFileAndOfTheJournal() throws IOException {
        record();
        assertThat(events(file().toString(), "--type", "file_access")).hasSize(3);
        assertThat(events(file().toString(), "--severity", "high"))
                .singleElement()
                .asString()
                .matches("\\S+ \\S+ CRITICAL file_access alert cat\\[\\d+\\] open /etc/hostname \\(test .*\\)");
        assertThat(events(file().toString(), "--process", "head", "--path", "/etc/h*"))
                .hasSize(2);
        assertThat(events(file().toString(), "--type", "file_access", "--until", "1h"))
                .isEmpty();
        assertThat(events(file().toString(), "--severity", "critical", "--tree"))
                .hasSizeGreaterThan(2)
                .last()
                .asString()
                .contains("\\_ ")
                .endsWith("/cat [cat /etc/hostname]");
        assertThat(events(file().toString(), "--format", "json", "--type", "file_access"))
                .hasSize(3)
                .allMatch(line -> line.startsWith("{\"eventId\":\""));
        assertThat(events(directory.resolve("journal").toString(), "--format", "table"))
                .hasSize(4);
    }

    @Test
    void readsStandardInputAndSaysWhatIsNoEvent() {
        Ran ran = Command.shrike(directory, "events")
                .withStdin(
                        "nonsense\n{\"eventType\":\"sensor_gap\",\"timestamp\":\"2026-01-02T03:04:05Z\",\"severity\":\"high\","
                                + "\"gap\":{\"reason\":\"why\\u001b[2J\"}}\n")
                .alone();
        assertThat(ran.stdout()).isEqualTo("2026-01-02 03:04:05.000 HIGH sensor_gap why\\u{1B}[2J\n");
        assertThat(ran.stderr()).isEqualTo("shrike: 1 line is no event\n");
    }

    @Test
    void coloursATerminalUnlessThatIsNotWanted() throws IOException {
        Host.needs("script");
        record();
        String command = "./shrike events --severity critical " + file();
        Path root = io.shrike.it.harness.Repository.root();
        Ran coloured = Command.of(root, "script", "-qec", command, "/dev/null")
                .withEnvironment("TERM", "xterm")
                .alone();
        assertThat(coloured.stdout()).contains("\u001b[1;31mCRITICAL\u001b[0m");
        Ran plain = Command.of(root, "script", "-qec", command, "/dev/null")
                .withEnvironment("TERM", "xterm")
                .withEnvironment("NO_COLOR", "1")
                .alone();
        assertThat(plain.stdout()).contains("CRITICAL").doesNotContain("\u001b[1;31m");
    }

    @Test
    void aMistakeOnTheCommandLineIsUsage() {
        for (List<String> words : List.of(List.of("--type", "nothing"), List.of("--since", "soon"))) {
            Ran ran = Command.shrike(directory, "events", words.get(0), words.get(1))
                    .alone();
            assertThat(ran.ending()).isEqualTo(new Ending.Exited(2));
        }
        assertThat(Command.shrike(directory, "events", "no/file").alone().stderr())
                .isEqualTo("shrike: cannot read no/file: no such file or directory\n");
    }
}
