package io.shrike.aws.securityhub;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.AwsServer;
import io.shrike.aws.access.AwsServer.Answer;
import io.shrike.aws.access.AwsServer.Request;
import io.shrike.aws.access.Events;
import io.shrike.aws.access.JsonBody;
import io.shrike.aws.access.JsonServiceContract;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is asked of Security Hub, and what its answers mean. */
class SecurityHubTest extends JsonServiceContract {
    private static final String TASK = "arn:aws:ecs:eu-central-1:210987654321:task/c/0a1b";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-03T00:00:00Z"));

    @Override
    protected String service() {
        return "securityhub";
    }

    @Override
    protected RemoteDestination open(Access access) {
        return new SecurityHub(access, Optional.of("123456789012"), CLOCK);
    }

    private static RemoteDestination ofTheTask(AwsServer server) {
        return new SecurityHub(server.access(AwsServer.KEY), Optional.empty(), CLOCK);
    }

    private static List<JsonBody> findings(Request request) {
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /findings/import");
        List<JsonBody> findings = JsonBody.of(request).items("Findings");
        assertThat(findings).hasSizeBetween(1, 100).allSatisfy(finding -> {
            assertThat(finding.text("SchemaVersion")).isEqualTo("2018-10-08");
            assertThat(finding.text("Title")).hasSizeBetween(1, 256);
            assertThat(finding.text("Description")).hasSizeBetween(1, 1024);
            assertThat(finding.text("GeneratorId")).hasSizeBetween(1, 512);
            assertThat(finding.text("AwsAccountId")).matches("[0-9]{12}");
            assertThat(finding.text("ProductArn"))
                    .isEqualTo("arn:aws:securityhub:eu-central-1:%1$s:product/%1$s/default"
                            .formatted(finding.text("AwsAccountId")));
            assertThat(Instant.parse(finding.text("CreatedAt"))).isEqualTo(finding.text("UpdatedAt"));
            assertThat(finding.text("Severity.Label")).isIn("LOW", "MEDIUM", "HIGH", "CRITICAL");
            assertThat(finding.items("Types")).hasSize(1);
            assertThat(finding.items("Resources")).hasSize(1);
        });
        return findings;
    }

    /** Each finding taken, unless {@code code} gives an error for its id. */
    private static Answer answer(Request request, UnaryOperator<String> code) {
        List<String> ids =
                findings(request).stream().map(finding -> finding.text("Id")).toList();
        List<String> failed = ids.stream()
                .filter(id -> !code.apply(id).isEmpty())
                .map(id -> "{\"Id\":\"%s\",\"ErrorCode\":\"%s\",\"ErrorMessage\":\"no\"}".formatted(id, code.apply(id)))
                .toList();
        return new Answer(
                200,
                "{\"FailedCount\":%d,\"SuccessCount\":%d,\"FailedFindings\":%s}"
                        .formatted(
                                failed.size(),
                                ids.size() - failed.size(),
                                failed.stream().collect(Collectors.joining(",", "[", "]"))));
    }

    @Override
    protected Answer takesAll(Request request) {
        return answer(request, _ -> "");
    }

    private static JsonBody only(AwsServer server) {
        return findings(server.requests().getFirst()).getFirst();
    }

    @Test
    void aFindingSaysWhoDidWhatToWhatByWhichRule() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination hub = ofTheTask(server)) {
            assertThat(hub.send(List.of(ByteString.utf8("""
                            {"eventId":"e1","eventType":"file_change","timestamp":"2026-01-02T03:04:05.123456789Z","severity":"critical",\
                            "action":"alert","outcome":"observed","rules":[{"policy":"fim","rule":"paths[0]","mitre":["T1098"]},{"policy":"b"}],\
                            "container":{"id":"c","name":"app","taskArn":"%s"},\
                            "process":{"pid":12,"ppid":1,"executable":"/usr/bin/tee","name":"tee","ancestors":[{"pid":1}]},\
                            "file":{"path":"/etc/passwd","operation":"write","flags":["O_WRONLY"]}}""".formatted(TASK))))).isEqualTo(SendResult.ACCEPTED);
            JsonBody finding = only(server);
            assertThat(finding.text("Id")).isEqualTo("e1");
            assertThat(finding.text("AwsAccountId")).isEqualTo("210987654321");
            assertThat(finding.text("GeneratorId")).isEqualTo("shrike/fim/paths[0]");
            assertThat(finding.text("CreatedAt")).isEqualTo("2026-01-02T03:04:05.123Z");
            assertThat(finding.text("Severity.Label")).isEqualTo("CRITICAL");
            assertThat(finding.text("Title")).isEqualTo("Shrike: file change by /usr/bin/tee");
            assertThat(finding.text("Description"))
                    .isEqualTo(
                            "/usr/bin/tee: file change /etc/passwd; action alert, outcome observed, rule paths[0] of fim, event e1");
            assertThat(finding.items("Types").getFirst().node().text()).isEqualTo("Unusual Behaviors/Data");
            JsonBody resource = finding.items("Resources").getFirst();
            assertThat(resource.text("Type")).isEqualTo("AwsEcsTask");
            assertThat(resource.text("Id")).isEqualTo(TASK);
            assertThat(finding.text("Process.Path")).isEqualTo("/usr/bin/tee");
            assertThat(finding.number("Process.Pid")).isEqualTo(12);
            assertThat(server.requests().getFirst().body()).contains("\"shrike/file.operation\":\"write\"");
        }
    }

    @Test
    void aConnectionSaysWhereTo() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination hub = open(server)) {
            assertThat(hub.send(List.of(ByteString.utf8("""
                            {"eventId":"e1","eventType":"network_connection","severity":"high","process":{"executable":{"unreadable":"EPERM"}},\
                            "network":{"direction":"outbound","protocol":"tcp","destIp":"2001:db8::1","destPort":443,"domain":"a.example"}}""")))).isEqualTo(SendResult.ACCEPTED);
            JsonBody finding = only(server);
            assertThat(finding.text("Network.Direction")).isEqualTo("OUT");
            assertThat(finding.text("Network.DestinationIpV6")).isEqualTo("2001:db8::1");
            assertThat(finding.number("Network.DestinationPort")).isEqualTo(443);
            assertThat(finding.text("CreatedAt")).as("a line without time").isEqualTo("2026-02-03T00:00:00Z");
            assertThat(finding.items("Resources").getFirst().text("Type")).isEqualTo("Other");
        }
    }

    @Test
    void longTextsAreCutToWhatTheFormatAllows() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination hub = open(server)) {
            String longest = "/\ud83d\ude00".repeat(4_000);
            assertThat(hub.send(List.of(ByteString.utf8(
                            "{\"eventId\":\"e\",\"eventType\":\"file_change\",\"severity\":\"low\",\"process\":{\"executable\":\"%1$s\",\"name\":\"%1$s\"},\"file\":{\"path\":\"%1$s\"},\"rules\":[{\"policy\":\"%1$s\",\"rule\":\"%1$s\"}]}"
                                    .formatted(longest)))))
                    .isEqualTo(SendResult.ACCEPTED);
            assertThat(only(server).text("Process.Path")).hasSizeBetween(511, 512);
            assertThat(only(server).text("Process.Name")).hasSizeBetween(63, 64);
            assertThat(server.requests().getFirst().content().length()).isLessThan(60_000);
        }
    }

    @Test
    void theAccountOfOneEventIsThatOfThoseThatDoNotSay() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination hub = ofTheTask(server)) {
            assertThat(hub.send(Events.some(1, 0)).toString()).contains("Unauthorized", "noAccount", "set accountId");
            assertThat(server.requests()).isEmpty();
            ByteString withTask = ByteString.utf8(
                    "{\"eventId\":\"t\",\"severity\":\"low\",\"container\":{\"taskArn\":\"" + TASK + "\"}}");
            assertThat(hub.send(List.of(Events.at(0, Events.START, 0), withTask)))
                    .isEqualTo(SendResult.ACCEPTED);
            assertThat(hub.send(Events.some(1, 0))).isEqualTo(SendResult.ACCEPTED);
        }
    }

    @Test
    void noRequestHoldsMoreThanAHundredFindings() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination hub = open(server)) {
            assertThat(hub.send(Events.some(201, 0))).isEqualTo(SendResult.ACCEPTED);
            assertThat(server.requests())
                    .extracting(request -> findings(request).size())
                    .containsExactly(100, 100, 1);
        }
    }

    @Test
    void findingsThatWereNotImportedAreLeftAndInvalidOnesAreRefused() throws IOException {
        try (AwsServer server = server(request -> answer(
                        request, id -> id.equals("e1") ? "InternalError" : id.equals("e2") ? "InvalidInput" : ""));
                RemoteDestination hub = open(server)) {
            assertThat(hub.send(Events.some(4, 0)))
                    .isEqualTo(new SendResult.Partial(List.of(1), List.of(2), "InternalError", Optional.empty()));
        }
    }
}
