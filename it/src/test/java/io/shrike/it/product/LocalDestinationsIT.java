package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The destination on the machine itself: a file. */
class LocalDestinationsIT {
    private static final String READS = "for i in 1 2 3 4 5; do cat /etc/hostname >/dev/null; done";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private ShrikeRun run(Command command, String destination) {
        return ShrikeRun.of(command)
                .option("--journal", directory.resolve("journal").toString())
                .policyText("""
                        actions: {alert: {destinations: [%s]}}
                        performance: {batchTimeout: 0.1}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        """.formatted(destination));
    }

    private static List<String> alerts(Watched watched) {
        return ids(watched.events().stream()
                .filter(event -> event.text("action").filter("alert"::equals).isPresent())
                .toList());
    }

    private static List<String> ids(List<Json> events) {
        return events.stream().flatMap(event -> event.text("eventId").stream()).toList();
    }

    private static List<Json> parsed(String lines) throws IOException {
        List<Json> events = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            events.add(JsonReader.read(line.getBytes(StandardCharsets.UTF_8)));
        }
        return events;
    }

    @Test
    void everyAlertIsInTheFileAlsoAfterASecondRun() throws IOException {
        Path file = directory.resolve("alerts.jsonl");
        String destination = "{type: file, path: %s}".formatted(file);
        List<String> expected = new ArrayList<>(
                alerts(run(Command.shell(directory, READS), destination).run()));
        expected.addAll(alerts(run(Command.shell(directory, READS), destination).run()));
        assertThat(expected).hasSize(10);
        assertThat(ids(parsed(Files.readString(file)))).containsExactlyElementsOf(expected);
    }

    @Test
    void writesEventsOfOcsfWhereThePolicyAsksForThem() throws IOException {
        Path file = directory.resolve("ocsf.jsonl");
        Watched watched = run(Command.shell(directory, READS), "{type: file, path: %s, format: ocsf}".formatted(file))
                .run();
        List<Json> events = parsed(Files.readString(file));
        assertThat(events.stream().flatMap(event -> event.text("metadata.uid").stream()))
                .containsExactlyElementsOf(alerts(watched))
                .hasSize(5);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.number("type_uid")).contains(100114L);
            assertThat(event.text("file.path")).contains("/etc/hostname");
            assertThat(event.text("actor.process.name")).contains("cat");
            assertThat(event.text("device.hostname").orElse("")).isNotEmpty();
        });
    }

    @Test
    void whatAFullDiskDoesNotTakeIsToldAndComesWhenThereIsRoom() throws IOException {
        Host.needsRoot();
        Host.needs("unshare");
        Path mount = Files.createDirectory(directory.resolve("small"));
        String script = "cat /etc/hostname >/dev/null; sleep 0.7; cat small/ballast >small/more 2>/dev/null; " + READS
                + "; sleep 2; rm small/ballast small/more; i=0; while [ $i -lt 100 ] && [ $(wc -l <small/events) -lt 6 ]; do"
                + " sleep 0.1; i=$((i+1)); done; cat small/events";
        Command command = Command.shell(directory, script)
                .wrappedIn(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=100k none '" + mount + "' && head -c 70000 /dev/zero >'" + mount
                                + "/ballast' && exec \"$@\"",
                        "sh");
        Watched watched =
                run(command, "{type: file, path: %s/events}".formatted(mount)).run();
        assertThat(ids(parsed(watched.ran().stdout())))
                .containsExactlyElementsOf(alerts(watched))
                .hasSize(6);
        Json state = watched.events().getLast().items("status.destinations").getFirst();
        assertThat(state.number("failures.ENOSPC"))
                .hasValueSatisfying(count -> assertThat(count).isPositive());
        assertThat(state.number("delivered")).contains(6L);
        assertThat(watched.ran().stderr())
                .contains("file " + mount + "/events takes no events: No space left on device");
    }
}
