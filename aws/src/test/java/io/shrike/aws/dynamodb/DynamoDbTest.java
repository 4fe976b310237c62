package io.shrike.aws.dynamodb;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is asked of DynamoDB, and what its answers mean. */
class DynamoDbTest extends JsonServiceContract {
    @Override
    protected String service() {
        return "dynamodb";
    }

    @Override
    protected RemoteDestination open(Access access) {
        return new DynamoDb(access, "events");
    }

    private static List<JsonBody> items(Request request) {
        assertThat(request.operation()).isEqualTo("BatchWriteItem");
        return JsonBody.of(request).items("RequestItems.events");
    }

    private static Answer answer(Request request, Predicate<String> fails) {
        List<String> left = items(request).stream()
                .map(item -> item.text("PutRequest.Item.eventId.S"))
                .filter(fails)
                .map(id -> "{\"PutRequest\":{\"Item\":{\"eventId\":{\"S\":\"" + id + "\"}}}}")
                .toList();
        return new Answer(
                200,
                "{\"UnprocessedItems\":{" + (left.isEmpty() ? "" : "\"events\":[" + String.join(",", left) + "]")
                        + "}}");
    }

    @Override
    protected Answer takesAll(Request request) {
        return answer(request, _ -> false);
    }

    @Test
    void writesEachEventAsAnItemWhoseKeyIsTheEventId() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination table = open(server)) {
            ByteString event = Events.at(0, Events.START, 0);
            assertThat(table.send(List.of(event))).isEqualTo(SendResult.ACCEPTED);
            JsonBody item = items(server.requests().getFirst()).getFirst();
            assertThat(item.text("PutRequest.Item.eventId.S")).isEqualTo("e0");
            assertThat(item.text("PutRequest.Item.eventType.S")).isEqualTo("file_access");
            assertThat(item.text("PutRequest.Item.severity.S")).isEqualTo("high");
            assertThat(item.text("PutRequest.Item.timestamp.S")).isEqualTo(Events.START.toString());
            assertThat(item.text("PutRequest.Item.policy.S")).isEqualTo("fim \u00e9");
            assertThat(item.text("PutRequest.Item.event.S"))
                    .isEqualTo(new String(event.toArray(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void noRequestHoldsMoreThanTwentyFiveItemsAndNoItemIsLargerThanItMayBe() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination table = open(server)) {
            List<ByteString> events = new ArrayList<>(Events.some(51, 0));
            events.set(7, Events.at(7, Events.START, 400 * 1024));
            events.set(8, ByteString.utf8("{\"eventType\":\"syscall\"}"));
            assertThat(table.send(events))
                    .isEqualTo(new SendResult.Partial(List.of(), List.of(7, 8), "tooLarge", Optional.empty()));
            assertThat(server.requests())
                    .extracting(request -> items(request).size())
                    .containsExactly(25, 24);
        }
    }

    @Test
    void onlyItemsThatWereNotProcessedAreLeft() throws IOException {
        try (AwsServer server = server(request -> answer(request, id -> id.equals("e3") || id.equals("e30")));
                RemoteDestination table = open(server)) {
            assertThat(table.send(Events.some(40, 0)))
                    .isEqualTo(new SendResult.Partial(List.of(3, 30), List.of(), "UnprocessedItems", Optional.empty()));
        }
    }

    @Test
    void aTableThatProcessesNothingKeepsEverything() throws IOException {
        try (AwsServer server = server(request -> answer(request, _ -> true));
                RemoteDestination table = open(server)) {
            assertThat(table.send(Events.some(3, 0))).isEqualTo(SendResult.later("UnprocessedItems"));
        }
    }

    @Test
    void whatExceedsTheThroughputOfTheTableIsTriedLater() throws IOException {
        try (AwsServer server = server(_ -> Answer.json(400, "ProvisionedThroughputExceededException"));
                RemoteDestination table = open(server)) {
            assertThat(table.send(Events.some(3, 0)))
                    .isEqualTo(SendResult.later("ProvisionedThroughputExceededException"));
        }
    }
}
