package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.AwsDouble;
import io.shrike.it.harness.AwsDouble.Answer;
import io.shrike.it.harness.AwsDouble.Request;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events at CloudWatch Logs, of which a server on this machine plays the part. */
class CloudWatchIT {
    private static final String READS = "for i in 1 2 3 4 5; do cat /etc/hostname >/dev/null; done; cat /etc/hosts";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private final Set<String> made = ConcurrentHashMap.newKeySet();
    private final List<Json> lines = new CopyOnWriteArrayList<>();

    /** Neither group nor stream is there at first. */
    private Answer answer(Request request) {
        Json body = request.json();
        String group = body.text("logGroupName").orElseThrow();
        String stream = group + " " + body.text("logStreamName").orElse("");
        switch (request.operation()) {
            case "CreateLogGroup" -> made.add(group);
            case "CreateLogStream" -> {
                if (!made.contains(group)) {
                    return Answer.error("ResourceNotFoundException");
                }
                made.add(stream);
            }
            default -> {
                if (!made.contains(stream)) {
                    return Answer.error("ResourceNotFoundException");
                }
                body.items("logEvents")
                        .forEach(line -> lines.add(read(line.text("message").orElseThrow())));
            }
        }
        return new Answer(200, "{}");
    }

    private static Json read(String text) {
        try {
            return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new IllegalStateException(text, failure);
        }
    }

    /** Reading hostname alerts, reading hosts is logged. */
    private ShrikeRun run(Command command, String actions) {
        return ShrikeRun.of(command)
                .option("--journal", directory.resolve("journal").toString())
                .option("--drain-timeout", "30")
                .policyText("""
                        actions: {%s}
                        fileIntegrityMonitoring:
                          paths:
                            - {path: /etc/hostname, events: [open], severity: high}
                            - {path: /etc/hosts, events: [open], action: log}
                        """.formatted(actions));
    }

    private static List<String> ids(List<Json> events) {
        return events.stream().flatMap(event -> event.text("eventId").stream()).toList();
    }

    private static List<String> ids(Watched watched, String action) {
        return ids(watched.events().stream()
                .filter(event -> event.text("action").filter(action::equals).isPresent())
                .toList());
    }

    @Test
    void alertsArriveInAStreamThatIsMadeForThemAndAreCountedInAMetric() throws IOException {
        try (AwsDouble server = AwsDouble.answering(this::answer)) {
            Watched watched = run(
                            server.command(Command.shell(directory, READS))
                                    .withEnvironment("LOG_GROUP_NAME", "/shrike/alerts")
                                    .withEnvironment("CLOUDWATCH_NAMESPACE", "Shrike"),
                            "alert: {destinations: [{type: cloudwatch, logStream: app}]}")
                    .run();
            assertThat(ids(watched, "alert")).hasSize(5);
            assertThat(ids(lines)).containsExactlyInAnyOrderElementsOf(ids(watched, "alert"));
            assertThat(made).containsExactlyInAnyOrder("/shrike/alerts", "/shrike/alerts app");
            assertThat(lines).allSatisfy(line -> {
                assertThat(line.items("_aws.CloudWatchMetrics").getFirst().text("Namespace"))
                        .contains("Shrike");
                assertThat(line.number("Events")).contains(1L);
            });
            assertThat(server.areAllFor("logs")).isTrue();
            Json state = watched.events().getLast().items("status.destinations").getFirst();
            assertThat(state.text("name")).contains("cloudwatch /shrike/alerts");
            assertThat(state.number("delivered")).contains(5L);
            assertThat(watched.raw().toString()).doesNotContain(AwsDouble.SECRET);
        }
    }

    @Test
    void aLogInCloudWatchHasEverythingAndWhatGoesThereTwiceArrivesOnce() throws IOException {
        try (AwsDouble server = AwsDouble.answering(this::answer)) {
            Watched watched = run(
                            server.command(Command.shell(directory, READS)),
                            "log: {destination: cloudwatch, logGroup: /shrike/log}, "
                                    + "alert: {destinations: [{type: cloudwatch, logGroup: /shrike/log}]}")
                    .run();
            assertThat(ids(watched, "log")).hasSize(1);
            List<String> all = new ArrayList<>(ids(watched, "log"));
            all.addAll(ids(watched, "alert"));
            assertThat(ids(lines)).containsAll(all).doesNotHaveDuplicates();
            assertThat(lines)
                    .anyMatch(line -> line.text("eventType")
                            .filter("policy_loaded"::equals)
                            .isPresent());
            assertThat(made).anyMatch(name -> name.startsWith("/shrike/log shrike/"));
        }
    }

    @Test
    void aGroupInTheEnvironmentThatIsNoneIsAMistake() {
        Ran ran = run(
                        Command.shell(directory, ":").withEnvironment("LOG_GROUP_NAME", "my group"),
                        "alert: {destinations: [{type: cloudwatch}]}")
                .start()
                .launch()
                .finish();
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(78));
        assertThat(ran.stderr()).contains("LOG_GROUP_NAME: expected a log group");
    }
}
