package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events at a topic of SNS, of which a server on this machine plays the part; its own tests check the signature. */
class SnsIT {
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts";
    private static final String SECRET = "secret-access-key-not-to-be-told";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private boolean throttled;

    /** Takes every message, but for the first of the first request. */
    private void handle(HttpExchange exchange) throws IOException {
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(decoded(parts[0]), decoded(parts[1]));
        }
        StringBuilder results = new StringBuilder("<Successful>");
        String failed = "";
        String entry = "PublishBatchRequestEntries.member.";
        for (int i = 1; form.containsKey(entry + i + ".Id"); i++) {
            String id = form.get(entry + i + ".Id");
            if (!throttled) {
                throttled = true;
                failed = "<member><Id>" + id + "</Id><Code>Throttled</Code><SenderFault>false</SenderFault></member>";
                continue;
            }
            Json event = JsonReader.read(
                    form.getOrDefault(entry + i + ".Message", "").getBytes(StandardCharsets.UTF_8));
            ids.add(event.text("eventId").orElseThrow());
            results.append("<member><Id>").append(id).append("</Id><MessageId>m</MessageId></member>");
        }
        byte[] answer = ("<PublishBatchResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishBatchResult>"
                        + results + "</Successful><Failed>" + failed
                        + "</Failed></PublishBatchResult></PublishBatchResponse>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private ShrikeRun run(Command command) {
        return ShrikeRun.of(command)
                .option("--journal", directory.resolve("journal").toString())
                .policyText("""
                        actions: {alert: {destinations: [{type: sns}]}}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        processExecution:
                          trackedExecutables: [{name: "true", captureArgs: true, severity: low}]
                        """);
    }

    @Test
    void everyAlertArrivesOnceAlsoWhatTheTopicDidNotTakeAtFirst() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        try {
            String script =
                    "for i in 1 2 3 4 5 6 7 8 9 10 11; do cat /etc/hostname >/dev/null; done; /bin/true \"$AWS_SECRET_ACCESS_KEY\"";
            Watched watched = run(Command.shell(directory, script)
                            .withEnvironment("SNS_TOPIC_ARN", TOPIC)
                            .withEnvironment(
                                    "AWS_ENDPOINT_URL_SNS",
                                    "http://localhost:" + server.getAddress().getPort())
                            .withEnvironment("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                            .withEnvironment("AWS_SECRET_ACCESS_KEY", SECRET))
                    .option("--drain-timeout", "30")
                    .run();
            List<String> expected = watched.events().stream()
                    .filter(event ->
                            event.text("action").filter("alert"::equals).isPresent())
                    .flatMap(event -> event.text("eventId").stream())
                    .toList();
            assertThat(expected).hasSize(12);
            assertThat(ids).containsExactlyInAnyOrderElementsOf(expected);
            Json state = watched.events().getLast().items("status.destinations").getFirst();
            assertThat(state.text("name")).contains("sns alerts");
            assertThat(state.number("delivered")).contains(12L);
            assertThat(state.number("failures.Throttled")).contains(1L);
            assertThat(authorizations)
                    .allMatch(text -> text.contains("Credential=AKIDEXAMPLE/") && text.contains("/eu-central-1/sns/"));
            assertThat(watched.raw().toString()).doesNotContain(SECRET);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void withoutCredentialsEventsAreKeptAndTheOperatorIsTold() {
        Watched watched = run(Command.shell(directory, "cat /etc/hostname >/dev/null; sleep 4")
                        .withEnvironment("SNS_TOPIC_ARN", TOPIC)
                        .withEnvironment("AWS_ENDPOINT_URL", "http://localhost:1"))
                .option("--drain-timeout", "1")
                .run();
        assertThat(watched.ran().stderr()).contains("sns alerts takes no events: there are no AWS credentials");
        Json state = watched.events().getLast().items("status.destinations").getFirst();
        assertThat(state.text("lastFailure")).contains("noCredentials");
        assertThat(state.number("waiting")).contains(1L);
    }

    @Test
    void aTopicInTheEnvironmentThatIsNoneIsAMistake() {
        Ran ran = run(Command.shell(directory, ":").withEnvironment("SNS_TOPIC_ARN", "alerts"))
                .start()
                .launch()
                .finish();
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(78));
        assertThat(ran.stderr()).contains("SNS_TOPIC_ARN: expected an ARN such as arn:aws:sns:");
    }
}
