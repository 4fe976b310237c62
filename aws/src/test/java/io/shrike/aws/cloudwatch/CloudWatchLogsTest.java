package io.shrike.aws.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.aws.access.AwsServer;
import io.shrike.aws.access.AwsServer.Answer;
import io.shrike.aws.access.Events;
import io.shrike.aws.access.JsonBody;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of CloudWatch Logs, and what its answers mean. */
class CloudWatchLogsTest {
    private static final String GROUP = "/shrike/alerts";

    private final LogService service = new LogService();

    private static CloudWatchLogs logs(AwsServer server) {
        return logs(server, Optional.empty());
    }

    private static CloudWatchLogs logs(AwsServer server, Optional<String> namespace) {
        return new CloudWatchLogs(
                server.access(AwsServer.KEY),
                new CloudWatchLogs.Place(GROUP, "shrike/task", namespace),
                EventForm.NATIVE);
    }

    private static List<String> texts(List<ByteString> events) {
        return events.stream()
                .map(event -> new String(event.toArray(), StandardCharsets.UTF_8))
                .toList();
    }

    private AwsServer server() throws IOException {
        return AwsServer.answering("logs", service::answer);
    }

    @Test
    void makesGroupAndStreamWhereTheyAreMissingAndThenSendsEventsWhole() throws IOException {
        try (AwsServer server = server();
                CloudWatchLogs logs = logs(server)) {
            List<ByteString> events = Events.some(3, 0);
            assertThat(logs.send(events)).isEqualTo(SendResult.ACCEPTED);
            assertThat(service.operations)
                    .containsExactly(
                            "PutLogEvents", "CreateLogStream", "CreateLogGroup", "CreateLogStream", "PutLogEvents");
            assertThat(service.puts).containsExactly(texts(events));
            assertThat(server.unsigned()).isEmpty();
            JsonBody request = JsonBody.of(server.requests().getLast());
            assertThat(request.text("logGroupName")).isEqualTo(GROUP);
            assertThat(request.items("logEvents").getFirst().number("timestamp"))
                    .isEqualTo(Events.START.toEpochMilli());
            assertThat(logs.send(events)).isEqualTo(SendResult.ACCEPTED);
            assertThat(service.operations).hasSize(6);
        }
    }

    @Test
    void makesOnlyTheStreamWhereTheGroupIsThere() throws IOException {
        service.groups.add(GROUP);
        try (AwsServer server = server();
                CloudWatchLogs logs = logs(server)) {
            assertThat(logs.send(Events.some(1, 0))).isEqualTo(SendResult.ACCEPTED);
            assertThat(service.operations).containsExactly("PutLogEvents", "CreateLogStream", "PutLogEvents");
        }
    }

    @Test
    void aGroupThatSomebodyElseMakesAtTheSameTimeIsNoFailure() throws IOException {
        try (AwsServer server = AwsServer.answering("logs", request -> {
                    if (request.operation().equals("CreateLogGroup")) {
                        service.groups.add(GROUP);
                    }
                    return service.answer(request);
                });
                CloudWatchLogs logs = logs(server)) {
            assertThat(logs.send(Events.some(1, 0))).isEqualTo(SendResult.ACCEPTED);
        }
    }

    @Test
    void sendsEventsInTheOrderOfTheirTimeAndNoneADayAfterTheFirstOfARequest() throws IOException {
        try (AwsServer server = server();
                CloudWatchLogs logs = logs(server)) {
            List<ByteString> events = List.of(
                    Events.at(0, Events.START.plus(Duration.ofHours(24)), 0),
                    Events.at(1, Events.START.plus(Duration.ofHours(23)), 0),
                    Events.at(2, Events.START, 0));
            assertThat(logs.send(events)).isEqualTo(SendResult.ACCEPTED);
            List<String> texts = texts(events);
            assertThat(service.puts).containsExactly(List.of(texts.get(2), texts.get(1)), List.of(texts.get(0)));
        }
    }

    @Test
    void noRequestHoldsMoreThanTenThousandEvents() throws IOException {
        try (AwsServer server = server();
                CloudWatchLogs logs = logs(server)) {
            assertThat(logs.send(Collections.nCopies(10_001, ByteString.utf8("{\"a\":1}"))))
                    .isEqualTo(SendResult.ACCEPTED);
            assertThat(service.puts).extracting(List::size).containsExactly(10_000, 1);
        }
    }

    @Test
    void noRequestIsLargerThanItMayBeCountingWhatEachEventAdds() throws IOException {
        try (AwsServer server = server();
                CloudWatchLogs logs = logs(server)) {
            int around = Events.at(0, Events.START, 0).length() + 26;
            int half = 1_048_576 / 2 - around;
            List<ByteString> events = List.of(
                    Events.at(0, Events.START, half),
                    Events.at(1, Events.START, half),
                    Events.at(2, Events.START, half + 1),
                    Events.at(3, Events.START, half),
                    Events.at(4, Events.START, 1_048_576 - around + 1));
            assertThat(logs.send(events))
                    .isEqualTo(new SendResult.Partial(List.of(), List.of(4), "tooLarge", Optional.empty()));
            assertThat(service.puts).extracting(List::size).containsExactly(2, 1, 1);
        }
    }

    @Test
    void whatIsTooOldExpiredOrOfATimeToComeIsRefusedAndTheRestIsDelivered() throws IOException {
        service.reject("{\"tooOldLogEventEndIndex\":1,\"expiredLogEventEndIndex\":2,\"tooNewLogEventStartIndex\":4}");
        try (AwsServer server = server();
                CloudWatchLogs logs = logs(server)) {
            List<ByteString> events = new ArrayList<>(Events.some(5, 0)).reversed();
            assertThat(logs.send(events))
                    .isEqualTo(new SendResult.Partial(List.of(), List.of(0, 3, 4), "tooNewLogEvent", Optional.empty()));
        }
    }

    @Test
    void countsEachEventInAMetricWhereThereIsANamespace() throws IOException {
        try (AwsServer server = server();
                CloudWatchLogs logs = logs(server, Optional.of("Shrike"))) {
            ByteString event = Events.at(0, Events.START, 0);
            ByteString strange = ByteString.utf8("{\"eventType\":\"syscall\"}");
            assertThat(logs.send(List.of(event, strange))).isEqualTo(SendResult.ACCEPTED);
            List<String> lines = service.puts.stream().flatMap(List::stream).toList();
            assertThat(lines).as("without severity nothing can be counted").contains("{\"eventType\":\"syscall\"}");
            String line = lines.stream()
                    .filter(text -> text.contains("_aws"))
                    .findFirst()
                    .orElseThrow();
            JsonBody body = JsonBody.parse(line);
            assertThat(line)
                    .endsWith(texts(List.of(event)).getFirst().substring(1))
                    .contains("\"Dimensions\":[[\"severity\"],[\"eventType\",\"severity\"]]");
            assertThat(body.number("_aws.Timestamp")).isEqualTo(Events.START.toEpochMilli());
            JsonBody metric = body.items("_aws.CloudWatchMetrics").getFirst();
            assertThat(metric.text("Namespace")).isEqualTo("Shrike");
            assertThat(metric.items("Metrics").getFirst().text("Name")).isEqualTo("Events");
            assertThat(metric.items("Metrics").getFirst().text("Unit")).isEqualTo("Count");
            assertThat(body.number("Events")).isEqualTo(1);
            assertThat(body.text("eventType")).isEqualTo("file_access");
        }
    }

    @Test
    void afterAFailureAmongSeveralRequestsOnlyTheRestIsLeft() throws IOException {
        try (AwsServer server = AwsServer.answering(
                        "logs",
                        request -> service.puts.isEmpty()
                                ? service.answer(request)
                                : Answer.json(400, "ThrottlingException"));
                CloudWatchLogs logs = logs(server)) {
            List<ByteString> events = new ArrayList<>();
            IntStream.range(0, 4)
                    .forEach(day -> events.addFirst(Events.at(day, Events.START.plus(Duration.ofDays(day)), 0)));
            assertThat(logs.send(events))
                    .isEqualTo(new SendResult.Partial(
                            List.of(0, 1, 2), List.of(), "ThrottlingException", Optional.empty()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, Later",
        "400, OperationAbortedException, Later",
        "500, InternalFailure, Later",
        "503, ServiceUnavailableException, Later",
        "400, ExpiredTokenException, Unauthorized",
        "400, UnrecognizedClientException, Unauthorized",
        "400, AccessDeniedException, Unauthorized",
        "400, InvalidParameterException, Refused",
    })
    void tellsFailuresApart(int status, String code, String kind) throws IOException {
        try (AwsServer server = AwsServer.answering("logs", _ -> Answer.json(status, code));
                CloudWatchLogs logs = logs(server)) {
            SendResult result = logs.send(Events.some(2, 0));
            assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(result.toString()).contains("reason=" + code);
            assertThat(server.requests()).as("tried once").hasSize(1);
        }
    }

    @Test
    void whoMayNotMakeTheGroupIsToldSo() throws IOException {
        try (AwsServer server = AwsServer.answering(
                        "logs",
                        request -> request.operation().equals("CreateLogGroup")
                                ? Answer.json(400, "AccessDeniedException")
                                : service.answer(request));
                CloudWatchLogs logs = logs(server)) {
            assertThat(logs.send(Events.some(1, 0)))
                    .isEqualTo(
                            new SendResult.Unauthorized("AccessDeniedException", "AWS answers AccessDeniedException"));
        }
    }

    @Test
    void withWrongCredentialsSomebodyMustAct() throws IOException {
        Map<String, String> wrong = Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "wrong");
        try (AwsServer server = server();
                CloudWatchLogs logs = new CloudWatchLogs(
                        server.access(wrong),
                        new CloudWatchLogs.Place(GROUP, "s", Optional.empty()),
                        EventForm.NATIVE)) {
            assertThat(logs.send(Events.some(1, 0)).toString()).contains("Unauthorized", "InvalidSignatureException");
            assertThat(server.unsigned()).hasSize(1);
        }
    }
}
