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
import java.util.ArrayList;
import java.util.Base64;
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

    private Watched run(AwsDouble server, String destination, String drain) {
        return ShrikeRun.of(server.command(Command.shell(directory, READS)))
                .option("--journal", directory.resolve("journal").toString())
                .option("--drain-timeout", drain)
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
            Watched watched = run(server, destination, "30");
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
            Json read = JsonReader.read(event.getBytes(StandardCharsets.UTF_8));
            String id = read.text("eventId").or(() -> read.text("metadata.uid")).orElseThrow();
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

    /** What a service answers for each entry of a request, where the first of all is not taken. */
    private String each(List<String> events, String failure, String success) {
        StringBuilder results = new StringBuilder();
        for (String event : events) {
            boolean fails = failsNow();
            if (!fails) {
                arrive(event);
            }
            results.append(results.isEmpty() ? "" : ",").append(fails ? failure : success);
        }
        return results.toString();
    }

    @Test
    void recordsOfAStream() throws IOException {
        check("firehose", "{type: firehose, streamName: alerts}", "firehose alerts", request -> {
            List<String> records = request.json().items("Records").stream()
                    .map(record -> record.text("Data").orElseThrow())
                    .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
                    .toList();
            assertThat(records).allMatch(record -> record.endsWith("}\n"));
            String results = each(records, "{\"ErrorCode\":\"ServiceUnavailableException\"}", "{\"RecordId\":\"r\"}");
            return new Answer(200, "{\"FailedPutCount\":1,\"RequestResponses\":[" + results + "]}");
        });
    }

    @Test
    void entriesOfABus() throws IOException {
        check("events", "{type: eventbridge, eventBus: alerts, source: app}", "eventbridge alerts", request -> {
            List<String> details = request.json().items("Entries").stream()
                    .map(entry -> entry.text("Detail").orElseThrow())
                    .toList();
            String results = each(details, "{\"ErrorCode\":\"ThrottlingException\"}", "{\"EventId\":\"x\"}");
            return new Answer(200, "{\"FailedEntryCount\":1,\"Entries\":[" + results + "]}");
        });
    }

    @Test
    void entriesInOcsfWhereThePolicyAsksForThem() throws IOException {
        check("events", "{type: eventbridge, eventBus: alerts, format: ocsf}", "eventbridge alerts", request -> {
            List<Json> entries = request.json().items("Entries");
            assertThat(entries)
                    .allSatisfy(entry -> assertThat(entry.text("DetailType")).contains("file_access"));
            List<String> details = entries.stream()
                    .map(entry -> entry.text("Detail").orElseThrow())
                    .toList();
            assertThat(details).allMatch(detail -> detail.contains("\"class_uid\":1001"));
            String results = each(details, "{\"ErrorCode\":\"ThrottlingException\"}", "{\"EventId\":\"x\"}");
            return new Answer(200, "{\"FailedEntryCount\":1,\"Entries\":[" + results + "]}");
        });
    }

    @Test
    void itemsOfATable() throws IOException {
        check("dynamodb", "{type: dynamodb, tableName: events}", "dynamodb events", request -> {
            List<String> left = new ArrayList<>();
            for (Json write : request.json().items("RequestItems.events")) {
                if (failsNow()) {
                    left.add("{\"PutRequest\":{\"Item\":{\"eventId\":{\"S\":\"%s\"}}}}"
                            .formatted(write.text("PutRequest.Item.eventId.S").orElseThrow()));
                } else {
                    arrive(write.text("PutRequest.Item.event.S").orElseThrow());
                }
            }
            String unprocessed = left.isEmpty() ? "" : "\"events\":[" + left.getFirst() + "]";
            return new Answer(200, "{\"UnprocessedItems\":{" + unprocessed + "}}");
        });
    }

    @Test
    void findingsOfTheSecurityHub() throws IOException {
        check(
                "securityhub",
                "{type: securityhub, accountId: \"123456789012\"}",
                "securityhub eu-central-1",
                request -> {
                    List<String> left = new ArrayList<>();
                    for (Json finding : request.json().items("Findings")) {
                        String id = finding.text("Id").orElseThrow();
                        assertThat(finding.text("Severity.Label")).contains("HIGH");
                        if (failsNow()) {
                            left.add("{\"Id\":\"%s\",\"ErrorCode\":\"InternalError\",\"ErrorMessage\":\"no\"}"
                                    .formatted(id));
                        } else {
                            arrived.merge(id, 1, Integer::sum);
                        }
                    }
                    return new Answer(
                            200,
                            "{\"FailedCount\":%d,\"SuccessCount\":0,\"FailedFindings\":[%s]}"
                                    .formatted(left.size(), String.join(",", left)));
                });
    }

    @Test
    void expiredCredentialsKeepEventsAndTheOperatorIsTold() throws IOException {
        try (AwsDouble server = AwsDouble.answering(_ -> Answer.error("ExpiredTokenException"))) {
            Watched watched = run(server, "{type: firehose, streamName: alerts}", "2");
            assertThat(watched.ran().stderr())
                    .contains("firehose alerts takes no events: AWS answers ExpiredTokenException");
            Json state = watched.events().getLast().items("status.destinations").getFirst();
            assertThat(state.text("lastFailure")).contains("ExpiredTokenException");
            assertThat(state.number("waiting")).contains(5L);
        }
    }
}
