package io.shrike.aws.eventbridge;

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
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is asked of EventBridge, and what its answers mean. */
class EventBridgeTest extends JsonServiceContract {
    @Override
    protected String service() {
        return "events";
    }

    @Override
    protected RemoteDestination open(Access access) {
        return new EventBridge(access, "alerts", "shrike", EventForm.NATIVE);
    }

    private static List<JsonBody> entries(Request request) {
        assertThat(request.operation()).isEqualTo("PutEvents");
        return JsonBody.of(request).items("Entries");
    }

    /** Each entry taken, unless {@code code} gives an error for its eventId. */
    private static Answer answer(Request request, UnaryOperator<String> code) {
        List<String> results = new ArrayList<>();
        for (JsonBody entry : entries(request)) {
            String error = code.apply(JsonBody.parse(entry.text("Detail")).text("eventId"));
            results.add(error.isEmpty() ? "{\"EventId\":\"x\"}" : "{\"ErrorCode\":\"" + error + "\"}");
        }
        return new Answer(200, "{\"FailedEntryCount\":0,\"Entries\":[" + String.join(",", results) + "]}");
    }

    @Override
    protected Answer takesAll(Request request) {
        return answer(request, _ -> "");
    }

    @Test
    void sendsEachEventWholeAsTheDetailOfAnEntry() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination bridge = open(server)) {
            ByteString event = Events.at(0, Events.START, 0);
            assertThat(bridge.send(List.of(event))).isEqualTo(SendResult.ACCEPTED);
            JsonBody entry = entries(server.requests().getFirst()).getFirst();
            assertThat(entry.text("EventBusName")).isEqualTo("alerts");
            assertThat(entry.text("Source")).isEqualTo("shrike");
            assertThat(entry.text("DetailType")).isEqualTo("file_access");
            assertThat(entry.text("Detail")).isEqualTo(new String(event.toArray(), StandardCharsets.UTF_8));
            assertThat(entry.decimal("Time")).isEqualTo("1767323045.123");
        }
    }

    @Test
    void noRequestHoldsMoreThanTenEntriesOrIsLargerThanItMayBe() throws IOException {
        try (AwsServer server = server(this::takesAll);
                RemoteDestination bridge = open(server)) {
            assertThat(bridge.send(Events.some(21, 0))).isEqualTo(SendResult.ACCEPTED);
            int around = Events.at(0, Events.START, 0).length() + 14 + "shrike".length() + "file_access".length();
            int half = 128 * 1024 - around;
            List<ByteString> large = List.of(
                    Events.at(0, Events.START, half),
                    Events.at(1, Events.START, half),
                    Events.at(2, Events.START, half + 1),
                    Events.at(3, Events.START, half),
                    Events.at(4, Events.START, 256 * 1024 - around + 1));
            assertThat(bridge.send(large))
                    .isEqualTo(new SendResult.Partial(List.of(), List.of(4), "tooLarge", Optional.empty()));
            assertThat(server.requests())
                    .extracting(request -> entries(request).size())
                    .containsExactly(10, 10, 1, 2, 1, 1);
        }
    }

    @Test
    void whatTheBusDidNotTakeIsLeftAndWhatItNeverWillIsRefused() throws IOException {
        try (AwsServer server = server(request -> answer(
                        request,
                        id -> id.equals("e1") ? "MalformedDetail" : id.equals("e12") ? "InternalFailure" : ""));
                RemoteDestination bridge = open(server)) {
            assertThat(bridge.send(Events.some(14, 0)))
                    .isEqualTo(new SendResult.Partial(List.of(12), List.of(1), "InternalFailure", Optional.empty()));
        }
    }

    @Test
    void whoMayNotPutIsToldSoAlsoWhenOnlyTheEntriesSayIt() throws IOException {
        try (AwsServer server = server(request -> answer(request, _ -> "AccessDeniedException"));
                RemoteDestination bridge = open(server)) {
            assertThat(bridge.send(Events.some(2, 0))).isInstanceOf(SendResult.Unauthorized.class);
        }
    }
}
