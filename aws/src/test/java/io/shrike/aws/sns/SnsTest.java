package io.shrike.aws.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.aws.access.AwsServer;
import io.shrike.aws.access.AwsServer.Answer;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of SNS, and what its answers mean. */
class SnsTest {
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:alerts";
    private static final String ENTRY = "PublishBatchRequestEntries.member.";

    private static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(decoded(parts[0]), decoded(parts[1]));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static List<String> ids(String body) {
        Map<String, String> form = form(body);
        List<String> ids = new ArrayList<>();
        for (int i = 1; form.containsKey(ENTRY + i + ".Id"); i++) {
            ids.add(form.get(ENTRY + i + ".Id"));
        }
        return ids;
    }

    /** Each entry taken, unless {@code code} gives an error for its id. */
    private static Answer batch(String body, UnaryOperator<String> code) {
        StringBuilder taken = new StringBuilder();
        StringBuilder failed = new StringBuilder();
        for (String id : ids(body)) {
            String error = code.apply(id);
            if (error.isEmpty()) {
                taken.append("<member><Id>%s</Id><MessageId>m</MessageId></member>".formatted(id));
            } else {
                failed.append("<member><Id>%s</Id><Code>%s</Code><SenderFault>true</SenderFault></member>"
                        .formatted(id, error));
            }
        }
        return new Answer(
                200,
                "<PublishBatchResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishBatchResult><Successful>"
                        + taken + "</Successful><Failed>" + failed
                        + "</Failed></PublishBatchResult></PublishBatchResponse>");
    }

    private static Answer error(int status, String code) {
        return new Answer(
                status,
                "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type><Code>"
                        + code + "</Code><Message>no</Message></Error></ErrorResponse>");
    }

    private static Answer takesAll(String body) {
        return batch(body, _ -> "");
    }

    private static ByteString event(int number, int padding) {
        return ByteString.utf8(
                "{\"eventId\":\"e%d\",\"eventType\":\"file_access\",\"severity\":\"high\",\"rules\":[{\"policy\":\"fim \u00e9\"}],\"x\":\"%s\"}"
                        .formatted(number, "x".repeat(padding)));
    }

    private static List<ByteString> events(int count, int padding) {
        return IntStream.range(0, count)
                .mapToObj(number -> event(number, padding))
                .toList();
    }

    private static Sns sns(AwsServer server) {
        return new Sns(server.access(AwsServer.KEY), TOPIC, EventForm.NATIVE);
    }

    @Test
    void sendsEachEventWholeWithSubjectAndAttributes() throws IOException {
        try (AwsServer server = AwsServer.start("sns", SnsTest::takesAll);
                Sns sns = sns(server)) {
            assertThat(sns.send(events(1, 0))).isEqualTo(SendResult.ACCEPTED);
            assertThat(server.unsigned()).isEmpty();
            Map<String, String> form = form(server.bodies().getFirst());
            assertThat(form)
                    .containsEntry("Action", "PublishBatch")
                    .containsEntry("TopicArn", TOPIC)
                    .containsEntry(ENTRY + "1.Message", new String(event(0, 0).toArray(), StandardCharsets.UTF_8))
                    .containsEntry(ENTRY + "1.Subject", "Shrike high: file_access (fim ?)");
            Map<String, String> attributes = new TreeMap<>();
            for (int i = 1; i <= 3; i++) {
                String entry = ENTRY + "1.MessageAttributes.entry." + i;
                attributes.put(form.get(entry + ".Name"), form.get(entry + ".Value.StringValue"));
            }
            assertThat(attributes)
                    .isEqualTo(Map.of("eventType", "file_access", "severity", "high", "policy", "fim \u00e9"));
        }
    }

    @Test
    void noRequestHoldsMoreThanTenMessages() throws IOException {
        try (AwsServer server = AwsServer.start("sns", SnsTest::takesAll);
                Sns sns = sns(server)) {
            assertThat(sns.send(events(23, 0))).isEqualTo(SendResult.ACCEPTED);
            assertThat(server.bodies()).extracting(body -> ids(body).size()).containsExactly(10, 10, 3);
        }
    }

    @Test
    void noRequestIsLargerThanItMayBeAndAnEventThatFitsIntoNoneIsRefused() throws IOException {
        try (AwsServer server = AwsServer.start("sns", SnsTest::takesAll);
                Sns sns = sns(server)) {
            List<ByteString> events = new ArrayList<>(events(4, 100_000));
            events.set(1, event(1, 263_000));
            assertThat(sns.send(events))
                    .isEqualTo(new SendResult.Partial(List.of(), List.of(1), "tooLarge", Optional.empty()));
            assertThat(server.bodies()).extracting(SnsTest::ids).containsExactly(List.of("0", "2"), List.of("3"));
        }
    }

    @Test
    void whatSnsDidNotTakeIsLeftAndWhatItNeverWillIsRefused() throws IOException {
        Map<String, String> codes = Map.of("1", "Throttled", "3", "InvalidParameter", "12", "InternalError");
        try (AwsServer server = AwsServer.start("sns", body -> batch(body, id -> codes.getOrDefault(id, "")));
                Sns sns = sns(server)) {
            assertThat(sns.send(events(14, 0)))
                    .isEqualTo(new SendResult.Partial(List.of(1, 12), List.of(3), "InternalError", Optional.empty()));
        }
    }

    @Test
    void aTopicThatNeverTookAnythingLosesNothingByRefusing() throws IOException {
        try (AwsServer server = AwsServer.start("sns", body -> batch(body, _ -> "InvalidParameter"));
                Sns sns = sns(server)) {
            assertThat(sns.send(events(2, 0))).isEqualTo(SendResult.later("InvalidParameter"));
        }
    }

    @Test
    void afterAFailureAmongSeveralRequestsOnlyTheRestIsLeft() throws IOException {
        List<String> seen = new ArrayList<>();
        try (AwsServer server = AwsServer.start("sns", body -> {
                    seen.add(body);
                    return seen.size() == 2 ? error(400, "Throttled") : batch(body, _ -> "");
                });
                Sns sns = sns(server)) {
            SendResult.Partial partial = (SendResult.Partial) sns.send(events(21, 0));
            assertThat(partial.left()).isEqualTo(IntStream.range(10, 21).boxed().toList());
            assertThat(partial.reason()).isEqualTo("Throttled");
            assertThat(seen).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, Throttling, Later, Throttling",
        "429, TooManyRequestsException, Later, TooManyRequestsException",
        "500, InternalFailure, Later, InternalFailure",
        "503, ServiceUnavailable, Later, ServiceUnavailable",
        "403, ExpiredToken, Unauthorized, ExpiredToken",
        "403, AuthorizationError, Unauthorized, AuthorizationError",
        "404, NotFound, Unauthorized, NotFound",
        "400, InvalidParameter, Refused, InvalidParameter",
        "400, <script>, Refused, http400",
    })
    void tellsFailuresApart(int status, String code, String kind, String reason) throws IOException {
        try (AwsServer server = AwsServer.start("sns", _ -> error(status, code.replace("<", "&lt;")));
                Sns sns = sns(server)) {
            SendResult result = sns.send(events(2, 0));
            assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(result.toString()).contains("reason=" + reason);
            assertThat(server.bodies()).as("tried once").hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"200, <html>hello</html>", "200, not xml", "200, ''", "502, <html>bad gateway</html>"})
    void keepsEventsWhenTheAnswerIsNoneOfSns(int status, String body) throws IOException {
        try (AwsServer server = AwsServer.start("sns", _ -> new Answer(status, body));
                Sns sns = sns(server)) {
            assertThat(sns.send(events(2, 0))).isInstanceOf(SendResult.Later.class);
        }
    }

    @Test
    void keepsEventsWhenNobodyAnswers() throws IOException {
        AwsServer server = AwsServer.start("sns", SnsTest::takesAll);
        server.close();
        try (Sns sns = sns(server)) {
            assertThat(sns.send(events(1, 0))).isEqualTo(SendResult.later("connect"));
        }
    }

    @Test
    void withoutOrWithWrongCredentialsSomebodyMustAct() throws IOException {
        Map<String, String> wrong = Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "wrong");
        try (AwsServer server = AwsServer.start("sns", SnsTest::takesAll);
                Sns other = new Sns(server.access(wrong), TOPIC, EventForm.NATIVE);
                Sns nobody = new Sns(server.access(Map.of()), TOPIC, EventForm.NATIVE)) {
            assertThat(other.send(events(1, 0)))
                    .isEqualTo(
                            new SendResult.Unauthorized("SignatureDoesNotMatch", "AWS answers SignatureDoesNotMatch"));
            assertThat(server.unsigned()).hasSize(1);
            assertThat(nobody.send(events(1, 0)).toString())
                    .contains("Unauthorized")
                    .contains("noCredentials");
        }
    }

    @Test
    void aFifoTopicTellsEventsApartByTheirId() throws IOException {
        try (AwsServer server = AwsServer.start("sns", SnsTest::takesAll);
                Sns sns = new Sns(server.access(AwsServer.KEY), TOPIC + ".fifo", EventForm.NATIVE)) {
            assertThat(sns.send(events(1, 0))).isEqualTo(SendResult.ACCEPTED);
            assertThat(form(server.bodies().getFirst()))
                    .containsEntry(ENTRY + "1.MessageDeduplicationId", "e0")
                    .containsEntry(ENTRY + "1.MessageGroupId", "shrike");
        }
    }
}
