package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.AwsDouble;
import io.shrike.it.harness.AwsDouble.Answer;
import io.shrike.it.harness.AwsDouble.Request;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Sensors;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Waiting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sensor dies of SIGKILL when a bucket has taken an object and before it hears so: the next one writes the same object. */
class KilledWhileSendingIT {
    private static final int KILLS = 4;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile boolean silent;

    /** Takes the object, and while it is silent gives no answer that anybody waits for. */
    private Answer store(Request request) {
        try (GZIPInputStream lines =
                new GZIPInputStream(new ByteArrayInputStream(request.content().toArray()))) {
            String text = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
            String before = objects.put(request.path(), text);
            if (before != null) {
                assertThat(text).isEqualTo(before);
                repeated.incrementAndGet();
            }
            for (int i = 0; silent && i < 200; i++) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return new Answer(200, "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private ShrikeRun run(AwsDouble server, String script) {
        return ShrikeRun.of(server.command(Command.shell(directory, script)))
                .option("--journal", directory.resolve("journal").toString(), "--drain-timeout", "30")
                .policyText("""
                        actions: {alert: {destinations: [{type: s3, bucket: alerts}]}}
                        performance: {batchSize: 50, batchTimeout: 0.2}
                        fileIntegrityMonitoring:
                          paths:
                            - {path: /etc/hostname, events: [open], severity: low}
                            - {path: /etc/hosts, events: [open], severity: critical}
                        """);
    }

    /** More events come than are in the object, and worse ones, so that a batch put together anew would be another. */
    private void runAndKill(AwsDouble server) throws IOException {
        Files.deleteIfExists(directory.resolve("killed"));
        silent = true;
        int before = objects.size() + repeated.get();
        String script = "for i in 1 2 3; do read x </etc/hostname; done; sleep 0.6;"
                + " for i in 1 2 3; do read x </etc/hosts; read x </etc/hostname; done;"
                + " while [ ! -e killed ]; do sleep 0.02; done";
        ShrikeRun.Live live = run(server, script).start();
        Waiting.until(
                "an object has come",
                Duration.ofSeconds(30),
                () -> Optional.of(true).filter(_ -> objects.size() + repeated.get() > before));
        ProcessHandle sensor = Sensors.of(directory.resolve("journal")).orElseThrow();
        Waiting.until(
                "more is in the journal",
                Duration.ofSeconds(30),
                () -> Optional.of(true).filter(_ -> journalHas("/etc/hosts")));
        assertThat(sensor.destroyForcibly()).isTrue();
        Waiting.until(
                "the sensor is gone",
                Duration.ofSeconds(10),
                () -> Optional.of(true).filter(_ -> !sensor.isAlive()));
        silent = false;
        Files.createFile(directory.resolve("killed"));
        live.launch().finish();
        Files.deleteIfExists(live.events());
        Files.delete(live.events().getParent());
    }

    private boolean journalHas(String text) {
        try (var files = Files.list(directory.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void noEventIsInTwoObjects() throws IOException {
        try (AwsDouble server = AwsDouble.answering(this::store)) {
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(server);
            }
            run(server, ":").start().finish();
        }
        List<String> ids = new ArrayList<>();
        for (String lines : objects.values()) {
            for (String line : lines.lines().toList()) {
                Json event = JsonReader.read(line.getBytes(StandardCharsets.UTF_8));
                ids.add(event.text("eventId").orElseThrow());
            }
        }
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(KILLS * 3);
        assertThat(repeated.get()).as("objects that came again").isPositive();
    }
}
