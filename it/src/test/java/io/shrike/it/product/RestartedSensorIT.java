package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.LiveEvents;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Waiting;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sensor is lost while its program runs: the program goes on, a new sensor takes over, and the gap is told. */
class RestartedSensorIT {
    private static final int KILLS = 4;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesOverAfterEachKill(boolean root) throws IOException {
        ShrikeRun.Live live = reads(root).start();
        LiveEvents events = new LiveEvents(live);
        events.await("file_access", 1);
        for (int kill = 1; kill <= KILLS; kill++) {
            kill("KILL", sensor());
            events.await("sensor_gap", kill);
            long before = events.count("file_access");
            Waiting.until(
                    "the new sensor watches",
                    Duration.ofSeconds(20),
                    () -> events.count("file_access") > before ? Optional.of(true) : Optional.empty());
        }
        assertThat(events.count("\"restartRequired\":[]")).isEqualTo(KILLS + 1);
        Watched watched = end(live);
        assertThat(watched.faults()).isEmpty();
        watched.check()
                .containsExactly(
                        KILLS,
                        event("sensor_gap").with("gap.reason", "the sensor ended by SIGKILL and was started again"));
        assertThat(watched.ofType("sensor_gap"))
                .allSatisfy(gap ->
                        assertThat(gap.number("gap.unwatched").orElse(0L)).isPositive());
    }

    @Test
    void saysWhatAnEarlierFilterDoesNotStop() throws IOException {
        Path policy = directory.resolve("policy.yaml");
        Files.writeString(policy, policy("open"));
        ShrikeRun.Live live = ShrikeRun.of(program(true)).policy(policy).start();
        LiveEvents events = new LiveEvents(live);
        events.await("file_access", 1);
        Files.writeString(policy, policy("open, chmod"));
        kill("KILL", sensor());
        events.await("sensor_gap", 1);
        Watched watched = end(live);
        Json last = watched.ofType("policy_loaded").getLast();
        assertThat(last.at("policy.restartRequired").toString()).contains("chmod");
    }

    /** For two seconds calls wait for it; then they go unwatched until it moves again. */
    @Test
    void answersForASensorThatDoesNotMove() throws IOException {
        ShrikeRun.Live live = reads(true).start();
        LiveEvents events = new LiveEvents(live);
        events.await("file_access", 1);
        ProcessHandle sensor = sensor();
        kill("STOP", sensor);
        try {
            live.launch().awaitErrors("has not moved for 2 s");
        } finally {
            kill("CONT", sensor);
        }
        events.await("sensor_gap", 1);
        Watched watched = end(live);
        watched.check().contains(event("sensor_gap").matching("gap.reason", "the sensor did not move.*"));
        assertThat(watched.ofType("sensor_gap")
                        .getFirst()
                        .number("gap.unwatched")
                        .orElse(0L))
                .isPositive();
    }

    private ShrikeRun reads(boolean root) {
        return ShrikeRun.of(program(root)).policyText("""
                fileIntegrityMonitoring:
                  paths: [{path: /etc/hostname, events: [open], severity: high}]
                """);
    }

    private static String policy(String events) {
        return """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: reads}
                spec:
                  fileIntegrityMonitoring:
                    paths: [{path: /etc/hostname, events: [%s], severity: high}]
                """.formatted(events);
    }

    private Command program(boolean root) {
        String script = "while [ ! -e stop ]; do read x </etc/hostname; sleep 0.01; done; echo fine";
        return Command.as(root, directory, Path.of("/bin/sh"), "-c", script);
    }

    private Watched end(ShrikeRun.Live live) throws IOException {
        Files.createFile(directory.resolve("stop"));
        Watched watched = live.finishOfSensors();
        assertThat(watched.ran().stdout()).isEqualTo("fine\n");
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
        return watched;
    }

    private static void kill(String signal, ProcessHandle process) throws IOException {
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The one that works in this test's directory. */
    private ProcessHandle sensor() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(path -> path.endsWith("/java"))
                        .isPresent())
                .filter(this::worksHere)
                .findFirst()
                .orElseThrow();
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                    .equals(directory.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }
}
