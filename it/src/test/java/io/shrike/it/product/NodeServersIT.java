package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.NodeServer;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events at servers that others wrote in the likeness of DynamoDB and S3. */
class NodeServersIT {
    private static final String SECRET = "secret-5e1b-not-to-be-told";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private Command reads() {
        return Command.shell(directory, "for i in $(seq 40); do read x </etc/hostname; done; read x </etc/hosts");
    }

    private Watched run(NodeServer server, String destination, String drain) {
        return run(server.command(reads(), NodeServer.KEY, SECRET), destination, drain);
    }

    private Watched run(Command command, String destination, String drain) {
        return ShrikeRun.of(command)
                .option("--journal", directory.resolve("journal").toString(), "--drain-timeout", drain)
                .policyText("""
                        actions: {alert: {destinations: [%s]}}
                        performance: {batchSize: 30}
                        fileIntegrityMonitoring:
                          paths:
                            - {path: /etc/hostname, events: [open], severity: low}
                            - {path: /etc/hosts, events: [open], severity: high}
                        """.formatted(destination))
                .run();
    }

    private static List<String> alerts(Watched watched) {
        return watched.ofType("file_access").stream()
                .flatMap(event -> event.text("eventId").stream())
                .toList();
    }

    private static Json state(Watched watched) {
        return watched.events().getLast().items("status.destinations").getFirst();
    }

    @Test
    void aTableHasEveryAlertOnce() throws IOException, InterruptedException {
        try (NodeServer server = NodeServer.dynalite(directory)) {
            server.dynamoDb(
                    "CreateTable",
                    "{\"TableName\":\"events\",\"BillingMode\":\"PAY_PER_REQUEST\","
                            + "\"KeySchema\":[{\"AttributeName\":\"eventId\",\"KeyType\":\"HASH\"}],"
                            + "\"AttributeDefinitions\":[{\"AttributeName\":\"eventId\",\"AttributeType\":\"S\"}]}");
            Watched watched = run(server, "{type: dynamodb, tableName: events}", "30");
            assertThat(state(watched).number("delivered")).contains(41L);
            List<Json> items =
                    server.dynamoDb("Scan", "{\"TableName\":\"events\"}").items("Items");
            assertThat(items.stream().flatMap(item -> item.text("eventId.S").stream()))
                    .containsExactlyInAnyOrderElementsOf(alerts(watched));
            assertThat(items).allSatisfy(item -> {
                Json event = JsonReader.read(item.text("event.S").orElseThrow().getBytes(StandardCharsets.UTF_8));
                assertThat(event.text("eventId")).isEqualTo(item.text("eventId.S"));
                assertThat(item.text("policy.S")).contains("test");
            });
        }
    }

    @Test
    void aTableThatIsNotThereIsTold() throws IOException {
        try (NodeServer server = NodeServer.dynalite(directory)) {
            Watched watched = run(server, "{type: dynamodb, tableName: events}", "2");
            assertThat(state(watched).text("lastFailure")).contains("ResourceNotFoundException");
            assertThat(state(watched).number("waiting")).contains(41L);
            assertThat(watched.ran().stderr())
                    .contains("dynamodb events takes no events: AWS answers ResourceNotFoundException");
        }
    }

    /** Of each object the server keeps a file beside what it says of it. */
    private List<Json> lines(Path bucket) throws IOException {
        List<Json> events = new ArrayList<>();
        try (Stream<Path> files = Files.walk(bucket)) {
            for (Path object :
                    files.filter(file -> file.toString().endsWith("_object")).toList()) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(object))) {
                    for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList()) {
                        events.add(JsonReader.read(line.getBytes(StandardCharsets.UTF_8)));
                    }
                }
            }
        }
        return events;
    }

    @Test
    void aBucketHasEveryAlertOnce() throws IOException {
        try (NodeServer server = NodeServer.s3rver(directory, "alerts")) {
            Watched watched = run(server, "{type: s3, bucket: alerts, prefix: app/}", "30");
            assertThat(state(watched).number("delivered")).contains(41L);
            assertThat(lines(directory.resolve("alerts")).stream().flatMap(event -> event.text("eventId").stream()))
                    .containsExactlyInAnyOrderElementsOf(alerts(watched));
        }
    }

    @Test
    void whoIsUnknownIsTold() throws IOException {
        try (NodeServer server = NodeServer.s3rver(directory, "alerts")) {
            Watched watched = run(server.command(reads(), "NOBODY", SECRET), "{type: s3, bucket: alerts}", "2");
            assertThat(state(watched).text("lastFailure")).contains("InvalidAccessKeyId");
            assertThat(state(watched).number("waiting")).contains(41L);
            assertThat(watched.ran().stderr())
                    .contains("s3 alerts takes no events: AWS answers InvalidAccessKeyId")
                    .doesNotContain(SECRET);
        }
    }
}
