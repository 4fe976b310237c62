package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actions.log.destination: stdout}: events between the lines of the program, which never waits for them. */
class StandardOutputIT {
    private static final String POLICY = """
            actions: {log: {destination: stdout}}
            fileIntegrityMonitoring:
              paths: [{path: /etc/hostname, events: [open], action: log}]
            """;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private ShrikeRun run(Command command) {
        return run(command, POLICY);
    }

    private ShrikeRun run(Command command, String policy) {
        return ShrikeRun.of(command)
                .option("--journal", directory.resolve("journal").toString())
                .policyText(policy);
    }

    private static String id(String line) {
        try {
            return JsonReader.read(line.getBytes(StandardCharsets.UTF_8))
                    .text("eventId")
                    .orElseThrow();
        } catch (IOException notJson) {
            throw new UncheckedIOException("not JSON: " + line, notJson);
        }
    }

    private static Json state(Watched watched) {
        return watched.events().getLast().items("status.destinations").getFirst();
    }

    @Test
    void everyEventIsAWholeLineBetweenThoseOfTheProgram() {
        String script = "for i in $(seq 60); do echo \"app $i\"; cat /etc/hostname >/dev/null; done; ls /proc/self/fd";
        Watched watched = run(Command.shell(directory, script))
                .option("--drain-timeout", "30")
                .run();
        List<String> lines = watched.ran().stdout().lines().toList();
        List<String> events =
                lines.stream().filter(line -> line.startsWith("{")).toList();
        List<String> written = watched.events().stream()
                .flatMap(event -> event.text("eventId").stream())
                .toList();
        assertThat(events).extracting(StandardOutputIT::id).containsAll(written.subList(0, written.size() - 1));
        assertThat(watched.ofType("file_access")).hasSize(60);
        assertThat(lines.stream().filter(line -> line.startsWith("app ")).count())
                .isEqualTo(60);
        assertThat(lines.stream().filter(line -> !line.startsWith("{") && !line.startsWith("app ")))
                .containsExactly("0", "1", "2", "3");
    }

    @Test
    void eventsAreThereInOcsfWhereThePolicyAsksForThem() {
        Watched watched = run(
                        Command.shell(directory, "cat /etc/hostname >/dev/null"),
                        POLICY.replace("stdout}", "stdout, format: ocsf}"))
                .option("--drain-timeout", "30")
                .run();
        assertThat(watched.ofType("file_access")).hasSize(1);
        String id = watched.ofType("file_access").getFirst().text("eventId").orElseThrow();
        assertThat(watched.ran().stdout().lines().filter(line -> line.contains(id)))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("{\"category_uid\":1,")
                .contains("\"uid\":\"" + id + "\"");
    }

    @Test
    void aPipeThatNobodyReadsHoldsNobodyUp() {
        String script = "for i in $(seq 200); do cat /etc/hostname >/dev/null; done; touch done";
        String unread = "{ \"$@\"; echo \"ended $?\" >&2; } | sleep 20";
        Watched watched = run(Command.shell(directory, script).wrappedIn("sh", "-c", unread, "sh"))
                .option("--drain-timeout", "1")
                .run();
        assertThat(directory.resolve("done")).exists();
        assertThat(watched.ran().stderr()).contains("ended 0");
        assertThat(watched.ofType("file_access")).hasSize(200);
        assertThat(state(watched).number("waiting").orElse(0L)).isPositive();
    }

    @Test
    void aStandardOutputThatIsClosedIsToldAndEventsAreKept() {
        Watched watched = run(Command.shell(directory, "cat /etc/hostname >/dev/null; sleep 1")
                        .wrappedIn("sh", "-c", "exec \"$@\" >&-", "sh"))
                .option("--drain-timeout", "1")
                .run();
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
        assertThat(watched.ran().stderr())
                .contains(
                        "standard output takes no events: a write to it fails with EBADF; they are kept in the journal");
        assertThat(state(watched).text("lastFailure")).contains("EBADF");
    }

    @Test
    void aReaderThatIsGoneIsTold() {
        Watched watched = run(Command.shell(directory, "sleep 1; cat /etc/hostname >/dev/null; sleep 1")
                        .wrappedIn("sh", "-c", "\"$@\" | true", "sh"))
                .option("--drain-timeout", "1")
                .run();
        assertThat(watched.ran().stderr()).contains("standard output takes no events: a write to it fails with EPIPE");
    }

    @Test
    void withoutAFileForEventsThereIsNothingOnStandardError() throws IOException {
        Path policy = directory.resolve("p.yaml");
        Files.writeString(
                policy, "apiVersion: security.qualys.com/v1\nkind: TracingPolicy\nmetadata: {name: test}\n" + POLICY);
        Ran ran = Command.shrike(
                        directory,
                        "run",
                        "--policy",
                        policy.toString(),
                        "--journal",
                        directory.resolve("journal").toString(),
                        "--",
                        "cat",
                        "/etc/hostname")
                .alone();
        assertThat(ran.stderr()).doesNotContain("eventType");
        assertThat(ran.stdout()).contains("\"eventType\":\"file_access\"").contains("\"eventType\":\"sensor_status\"");
    }
}
