package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.AwsDouble;
import io.shrike.it.harness.AwsDouble.Answer;
import io.shrike.it.harness.AwsDouble.Request;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events at services of AWS, of which a server on this machine plays the part: what does not go through at first arrives later, once. */
class AwsDestinationsIT {
    private static final String READS = "for i in 1 2 3 4 5; do cat /etc/hostname >/dev/null; done";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    /** What has arrived, by the eventId, and how often. */
    private final Map<String, Integer> arrived = new ConcurrentHashMap<>();

    private boolean failed;

    private Watched run(AwsDouble server, String destination) {
        return ShrikeRun.of(server.command(Command.shell(directory, READS)))
                .option("--journal", directory.resolve("journal").toString())
                .option("--drain-timeout", "30")
                .policyText("""
                        actions: {alert: {destinations: [%s]}}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        """.formatted(destination))
                .run();
    }

    /** Five alerts, all of which must arrive once. */
    private void check(String service, String destination, String name, Function<Request, Answer> answers)
            throws IOException {
        try (AwsDouble server = AwsDouble.answering(answers)) {
            Watched watched = run(server, destination);
            List<String> expected = watched.events().stream()
                    .filter(event ->
                            event.text("action").filter("alert"::equals).isPresent())
                    .flatMap(event -> event.text("eventId").stream())
                    .toList();
            assertThat(expected).hasSize(5);
            assertThat(arrived.keySet()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(arrived.values()).containsOnly(1);
            assertThat(server.areAllFor(service)).isTrue();
            Json state = watched.events().getLast().items("status.destinations").getFirst();
            assertThat(state.text("name")).contains(name);
            assertThat(state.number("delivered")).contains(5L);
            assertThat(state.number("waiting")).contains(0L);
            assertThat(state.at("failures").orElseThrow().toString()).doesNotContain("badAnswer");
            assertThat(failed).as("something had to be sent again").isTrue();
            assertThat(watched.raw().toString()).doesNotContain(AwsDouble.SECRET);
        }
    }

    private boolean failsNow() {
        boolean now = !failed;
        failed = true;
        return now;
    }

    private void arrive(String event) {
        try {
            String id = JsonReader.read(event.getBytes(StandardCharsets.UTF_8))
                    .text("eventId")
                    .orElseThrow();
            arrived.merge(id, 1, Integer::sum);
        } catch (IOException failure) {
            throw new UncheckedIOException(event, failure);
        }
    }

    @Test
    void linesInABucket() throws IOException {
        Map<String, String> objects = new ConcurrentHashMap<>();
        check("s3", "{type: s3, bucket: alerts, prefix: app/}", "s3 alerts", request -> {
            try (GZIPInputStream lines = new GZIPInputStream(
                    new ByteArrayInputStream(request.content().toArray()))) {
                String text = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
                if (objects.put(request.path(), text) == null) {
                    text.lines().forEach(this::arrive);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return failsNow() ? new Answer(503, "<Error><Code>SlowDown</Code></Error>") : new Answer(200, "");
        });
        assertThat(objects.keySet())
                .allMatch(path -> path.matches(
                        "/alerts/app/date(=|%3D)[0-9-]{10}/hour(=|%3D)[0-9]{2}/[0-9TZ]+-[0-9a-f]{32}[.]jsonl[.]gz"));
    }
}
