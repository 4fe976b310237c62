package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.Repository;
import io.shrike.it.harness.Sensors;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Waiting;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secrets of the sensor are in nothing that it leaves or shows, whatever becomes of it. */
class SecretsIT {
    private static final Map<String, String> SECRETS = new TreeMap<>(Map.of(
            "QUALYS_ACCESS_TOKEN", "qualys-5e1b0a77-not-to-be-told",
            "AWS_SECRET_ACCESS_KEY", "secret-key-5e1b0a77-not-to-be-told",
            "AWS_SESSION_TOKEN", "session-5e1b0a77-not-to-be-told",
            "HOOK_SECRET", "hook-5e1b0a77-not-to-be-told",
            "HOOK_TOKEN", "bearer-5e1b0a77-not-to-be-told",
            "PROXY_PASSWORD", "proxy-5e1b0a77-not-to-be-told"));

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    /** Nobody listens anywhere, so that everything there is to say of failures is said. */
    private ShrikeRun run(Command program) {
        int port = Host.freePort();
        Command command = program.withEnvironment("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .withEnvironment("AWS_REGION", "eu-central-1")
                .withEnvironment("AWS_ENDPOINT_URL", "http://localhost:" + port)
                .withEnvironment(
                        "HTTPS_PROXY", "http://sensor:" + SECRETS.get("PROXY_PASSWORD") + "@localhost:" + port);
        for (Map.Entry<String, String> secret : SECRETS.entrySet()) {
            command = command.withEnvironment(secret.getKey(), secret.getValue());
        }
        return ShrikeRun.of(command)
                .option("--journal", directory.resolve("journal").toString(), "--drain-timeout", "1")
                .policyText("""
                        actions:
                          alert:
                            destinations:
                              - {type: qualys-crs, endpoint: "https://localhost:%1$d"}
                              - type: webhook
                                endpoint: "https://localhost:%1$d/hook"
                                secret: ${HOOK_SECRET}
                                headers: {Authorization: "Bearer ${HOOK_TOKEN}"}
                              - {type: firehose, streamName: alerts}
                              - {type: s3, bucket: alerts}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        processExecution:
                          trackedExecutables: [{name: "true", captureArgs: true, severity: low}]
                        """.formatted(port));
    }

    private static void assertNone(String where, String text) {
        SECRETS.forEach((name, value) ->
                assertThat(text).as("%s, which holds %s", where, name).doesNotContain(value));
    }

    private void assertNoneIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertNone(file.toString(), text(Files.readAllBytes(file)));
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void noneIsInEventsTheJournalErrorsOrListsOfProcesses() throws IOException {
        StringBuilder shows = new StringBuilder("cat /etc/hostname >/dev/null;");
        SECRETS.keySet()
                .forEach(name -> shows.append(" /bin/true \"x=$").append(name).append(";\";"));
        shows.append(" for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <\"$f\"; echo; done; sleep 1");
        Watched watched = run(Command.shell(directory, shows.toString())).run();
        assertNone("events", text(watched.raw().toArray()));
        assertThat(text(watched.raw().toArray())).contains("x=****");
        assertThat(watched.events().getLast().items("status.destinations"))
                .hasSize(4)
                .allSatisfy(state -> assertThat(state.text("lastFailure")).isPresent());
        assertThat(watched.ran().stdout()).contains("shrike-shim", "io.shrike.app.Main", "/proc/[0-9]*/cmdline");
        assertNone("the list of processes", watched.ran().stdout());
        assertNone("standard error", watched.ran().stderr());
        assertNoneIn(directory.resolve("journal"));
    }

    /** The runtime writes a report of a fatal signal of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"SEGV", "BUS", "ABRT", "QUIT", "SYS"})
    void noneIsInWhatACrashLeaves(String signal) throws IOException {
        String script = "cat /etc/hostname >/dev/null; touch ready; while [ ! -e enough ]; do sleep 0.05; done";
        ShrikeRun.Live live = run(Command.shell(directory, script)).start();
        Waiting.until(
                "the program runs",
                Duration.ofSeconds(30),
                () -> Optional.of(true).filter(_ -> Files.exists(directory.resolve("ready"))));
        ProcessHandle sensor = Sensors.of(directory.resolve("journal")).orElseThrow();
        Ran killed = Command.of(directory, "kill", "-" + signal, Long.toString(sensor.pid()))
                .alone();
        assertThat(killed.stderr()).isEmpty();
        Path report = Path.of("/tmp/shrike-crash-" + sensor.pid() + ".log");
        if (!signal.equals("QUIT")) {
            Waiting.until(
                    "the sensor is gone",
                    Duration.ofSeconds(20),
                    () -> Optional.of(true).filter(_ -> !sensor.isAlive()));
        }
        Files.createFile(directory.resolve("enough"));
        Ran ran = live.launch().finish();
        assertNone("standard output", ran.stdout());
        assertNone("standard error", ran.stderr());
        if (List.of("SEGV", "BUS").contains(signal)) {
            assertThat(report).exists();
            String told = text(Files.readAllBytes(report));
            assertThat(told).contains("A fatal error has been detected", "Environment Variables:");
            assertNone("the report of the crash", told);
            Files.delete(report);
        } else {
            assertThat(report).doesNotExist();
        }
        assertNone("events", text(Files.readAllBytes(live.events())));
        assertNoneIn(directory);
        Files.delete(live.events());
        Files.delete(live.events().getParent());
    }

    /** Not by the fixture that starts other tests, as that allows no core files. */
    @Test
    void whereCoreFilesAreAllowedTheSensorLeavesNone() throws IOException, InterruptedException {
        Path policy = Files.writeString(directory.resolve("p.yaml"), """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: test}
                spec:
                  actions: {alert: {destinations: [{type: qualys-crs, endpoint: "https://localhost:1"}]}}
                  fileIntegrityMonitoring:
                    paths: [{path: /etc/hostname, events: [open], severity: high}]
                """);
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -c unlimited || exit 99; exec \"$0\" \"$@\"",
                Repository.shrike().toString(),
                "run",
                "--policy",
                policy.toString(),
                "--events",
                directory.resolve("events").toString(),
                "--journal",
                directory.resolve("journal").toString(),
                "--",
                "sh",
                "-c",
                "ulimit -c >limit; touch ready; while [ ! -e enough ]; do sleep 0.05; done");
        builder.environment().put("QUALYS_ACCESS_TOKEN", SECRETS.getOrDefault("QUALYS_ACCESS_TOKEN", ""));
        Process run = builder.directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Waiting.until(
                "the program runs",
                Duration.ofSeconds(30),
                () -> Optional.of(true).filter(_ -> !run.isAlive() || Files.exists(directory.resolve("ready"))));
        assumeTrue(run.isAlive(), "core files are not allowed here");
        ProcessHandle sensor = Sensors.of(directory.resolve("journal")).orElseThrow();
        assertThat(Files.readString(Path.of("/proc/" + sensor.pid() + "/limits")))
                .containsPattern("Max core file size +1 +1 ");
        assertThat(directory.resolve("limit")).hasContent("unlimited");
        Command.of(directory, "kill", "-ABRT", Long.toString(sensor.pid())).alone();
        Waiting.until(
                "the sensor is gone",
                Duration.ofSeconds(20),
                () -> Optional.of(true).filter(_ -> !sensor.isAlive()));
        Files.createFile(directory.resolve("enough"));
        assertThat(run.waitFor()).isZero();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("core"));
        }
        assertNoneIn(directory);
    }
}
