package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventReceiver;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Waiting;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port that tells how the sensor is, and the command that asks it. */
class StatusPortIT {
    private static final String SCRIPT =
            "for i in 1 2 3 4 5; do cat /etc/hostname >/dev/null; done; touch read; while [ ! -e end ]; do sleep 0.05; done";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private final int port = Host.freePort();

    private ShrikeRun run(String url) {
        return ShrikeRun.of(Command.shell(directory, SCRIPT))
                .option("--journal", directory.resolve("journal").toString(), "--drain-timeout", "1")
                .option("--status-port", Integer.toString(port))
                .policyText("""
                        actions:
                          alert:
                            destinations: [{type: webhook, endpoint: "%s", allowInsecure: true}]
                        performance: {batchSize: 1, batchTimeout: 0.05}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        """.formatted(url));
    }

    private String ask(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        int code = connection.getResponseCode();
        try (InputStream body = code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return code + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Ran health() {
        return Command.shrike(directory, "health", "--status-port", Integer.toString(port))
                .alone();
    }

    private void awaitReads() {
        Waiting.until(
                "the program has read",
                Duration.ofSeconds(30),
                () -> Files.exists(directory.resolve("read")) ? Optional.of(true) : Optional.empty());
    }

    private Watched end(ShrikeRun.Live live) throws IOException {
        Files.createFile(directory.resolve("end"));
        return live.finish();
    }

    private static long metric(String metrics, String name) {
        Matcher line = Pattern.compile("^" + Pattern.quote(name) + " ([0-9]+)$", Pattern.MULTILINE)
                .matcher(metrics);
        assertThat(line.find()).as(name + " in " + metrics).isTrue();
        return Long.parseLong(line.group(1));
    }

    @Test
    void tellsWhatTheSensorDoesWhileItDoesIt() throws IOException {
        try (EventReceiver server = EventReceiver.http()) {
            ShrikeRun.Live live = run(server.url("/hook")).start();
            awaitReads();
            Waiting.until(
                    "all is delivered",
                    Duration.ofSeconds(20),
                    () -> server.ids().size() == 5 ? Optional.of(true) : Optional.empty());
            assertThat(ask("/healthz")).isEqualTo("200 ok\n");
            assertThat(ask("/readyz")).isEqualTo("200 ok\n");
            String metrics = ask("/metrics");
            assertThat(metric(metrics, "shrike_matched_total")).isEqualTo(5);
            assertThat(metric(
                            metrics,
                            "shrike_rule_matches_total{policy=\"test\",rule=\"fileIntegrityMonitoring.paths[0]\"}"))
                    .isEqualTo(5);
            assertThat(metric(metrics, "shrike_destination_up{destination=\"webhook localhost\"}"))
                    .isEqualTo(1);
            assertThat(metric(metrics, "shrike_stop_latency_seconds_count")).isGreaterThan(5);
            Json status = JsonReader.read(ask("/status").substring(4).getBytes(StandardCharsets.UTF_8));
            assertThat(status.number("matched")).contains(5L);
            assertThat(status.items("destinations").getFirst().number("delivered"))
                    .contains(5L);
            Ran health = health();
            assertThat(health.ending()).isEqualTo(new Ending.Exited(0));
            assertThat(health.stderr()).isEmpty();
            end(live);
        }
        assertThat(health().ending()).isEqualTo(new Ending.Exited(1));
        assertThat(health().stderr()).isEqualTo("shrike: no sensor answers on 127.0.0.1:" + port + "\n");
    }

    @Test
    void isNotReadyWhileADestinationTakesNothing() throws IOException {
        ShrikeRun.Live live = run("http://localhost:" + Host.freePort() + "/").start();
        awaitReads();
        Ran unwell = Waiting.until(
                "the circuit is open",
                Duration.ofSeconds(40),
                () -> Optional.of(health()).filter(ran -> !ran.ending().equals(new Ending.Exited(0))));
        assertThat(unwell.ending()).isEqualTo(new Ending.Exited(1));
        assertThat(unwell.stderr()).isEqualTo("shrike: webhook localhost takes no events: connect, 5 wait\n");
        assertThat(ask("/healthz")).isEqualTo("200 ok\n");
        end(live);
    }

    @Test
    void aPortThatIsTakenIsAnErrorBeforeTheProgramStarts() throws IOException {
        try (var taken = new java.net.ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            Ran ran = run("http://localhost:1/").start().launch().finish();
            assertThat(ran.ending()).isEqualTo(new Ending.Exited(78));
            assertThat(ran.stderr()).contains("shrike: cannot listen on 127.0.0.1:" + port);
        }
        assertThat(directory.resolve("read")).doesNotExist();
    }
}
