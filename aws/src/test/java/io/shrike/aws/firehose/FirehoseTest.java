package io.shrike.aws.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.AwsServer;
import io.shrike.aws.access.AwsServer.Answer;
import io.shrike.aws.access.AwsServer.Request;
import io.shrike.aws.access.Events;
import io.shrike.aws.access.JsonBody;
import io.shrike.aws.access.JsonServiceContract;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is asked of Firehose, and what its answers mean. */
class FirehoseTest extends JsonServiceContract {
    @Override
    protected String service() {
        return "firehose";
    }

    @Override
    protected RemoteDestination open(Access access) {
        return new Firehose(access, "alerts", EventForm.NATIVE);
    }

    private static List<String> records(Request request) {
        assertThat(request.operation()).isEqualTo("PutRecordBatch");
        return JsonBody.of(request).items("Records").stream()
                .map(record -> new String(Base64.getDecoder().decode(record.text("Data")), StandardCharsets.UTF_8))
                .toList();
    }

    private static Answer answer(Request request, Predicate<String> fails) {
        List<String> entries = new ArrayList<>();
        for (String record : records(request)) {
            entries.add(
                    fails.test(record)
                            ? "{\"ErrorCode\":\"ServiceUnavailableException\",\"ErrorMessage\":\"Slow down.\"}"
                            : "{\"RecordId\":\"r\"}");
        }
        return new Answer(200, "{\"FailedPutCount\":0,\"RequestResponses\":[" + String.join(",", entries) + "]}");
    }

    @Override
    protected Answer takesAll(Request request) {
        return answer(request, _ -> false);
    }

    @Test
    void sendsEachEventAsALineOfItsOwn() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination firehose = open(server)) {
            ByteString event = Events.at(0, Events.START, 0);
            assertThat(firehose.send(List.of(event))).isEqualTo(SendResult.ACCEPTED);
            Request request = server.requests().getFirst();
            assertThat(JsonBody.of(request).text("DeliveryStreamName")).isEqualTo("alerts");
            assertThat(records(request)).containsExactly(new String(event.toArray(), StandardCharsets.UTF_8) + "\n");
        }
    }

    @Test
    void noRequestHoldsMoreThanFiveHundredRecordsOrFourMebibytesOrALargerRecord() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination firehose = open(server)) {
            assertThat(firehose.send(Events.some(501, 0))).isEqualTo(SendResult.ACCEPTED);
            assertThat(server.requests())
                    .extracting(request -> records(request).size())
                    .containsExactly(500, 1);
            List<ByteString> large = new ArrayList<>(Events.some(5, 900_000));
            large.add(Events.at(5, Events.START, 1_024_000));
            assertThat(firehose.send(large))
                    .isEqualTo(new SendResult.Partial(List.of(), List.of(5), "tooLarge", Optional.empty()));
            assertThat(server.requests())
                    .extracting(request -> records(request).size())
                    .containsExactly(500, 1, 4, 1);
        }
    }

    @Test
    void onlyTheRecordsThatFailedAreLeft() throws IOException {
        try (AwsServer server = server(
                        request -> answer(request, record -> record.contains("e1\"") || record.contains("e3\"")));
                RemoteDestination firehose = open(server)) {
            assertThat(firehose.send(Events.some(5, 0)))
                    .isEqualTo(new SendResult.Partial(
                            List.of(1, 3), List.of(), "ServiceUnavailableException", Optional.empty()));
        }
    }

    @Test
    void recordsOfWhichTheAnswerSaysNothingAreLeft() throws IOException {
        try (AwsServer server = server(
                        _ -> new Answer(200, "{\"FailedPutCount\":0,\"RequestResponses\":[{\"RecordId\":\"r\"}]}"));
                RemoteDestination firehose = open(server)) {
            assertThat(firehose.send(Events.some(3, 0)))
                    .isEqualTo(new SendResult.Partial(List.of(1, 2), List.of(), "badAnswer", Optional.empty()));
        }
    }
}
