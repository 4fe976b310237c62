package io.shrike.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.aws.access.AwsServer;
import io.shrike.aws.access.AwsServer.Answer;
import io.shrike.aws.access.AwsServer.Request;
import io.shrike.aws.access.Events;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of S3, and what its answers mean. */
class S3Test {
    private final Map<String, String> objects = new TreeMap<>();

    private Answer store(Request request) {
        assertThat(request.method()).isEqualTo("PUT");
        byte[] content = request.content().toArray();
        try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(content))) {
            assertThat(request.header().apply("x-amz-checksum-sha256"))
                    .isEqualTo(Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(content)));
            objects.put(
                    URLDecoder.decode(request.path(), StandardCharsets.UTF_8),
                    new String(lines.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
        return new Answer(200, "");
    }

    private static Answer error(int status, String code) {
        return new Answer(status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
    }

    private static S3 s3(AwsServer server) {
        return new S3(server.access(AwsServer.KEY), "alerts", "shrike/", EventForm.NATIVE);
    }

    private static String lines(ByteString... events) {
        StringBuilder lines = new StringBuilder();
        for (ByteString event : events) {
            lines.append(new String(event.toArray(), StandardCharsets.UTF_8)).append('\n');
        }
        return lines.toString();
    }

    @Test
    void writesTheEventsOfEachHourAsCompressedLinesTheOldestFirst() throws IOException {
        try (AwsServer server = AwsServer.answering("s3", this::store);
                S3 s3 = s3(server)) {
            ByteString later = Events.at(0, Events.START.plus(Duration.ofMinutes(57)), 0);
            ByteString second = Events.at(1, Events.START.plusSeconds(1), 0);
            ByteString first = Events.at(2, Events.START, 0);
            assertThat(s3.send(List.of(later, second, first))).isEqualTo(SendResult.ACCEPTED);
            assertThat(server.unsigned()).isEmpty();
            assertThat(objects.values()).containsExactly(lines(first, second), lines(later));
            assertThat(new ArrayList<>(objects.keySet()))
                    .satisfiesExactly(
                            key -> assertThat(key)
                                    .matches(
                                            "/alerts/shrike/date=2026-01-02/hour=03/20260102T030405Z-[0-9a-f]{32}[.]jsonl[.]gz"),
                            key -> assertThat(key)
                                    .matches(
                                            "/alerts/shrike/date=2026-01-02/hour=04/20260102T040105Z-[0-9a-f]{32}[.]jsonl[.]gz"));
            assertThat(server.requests())
                    .allSatisfy(request ->
                            assertThat(request.header().apply("Content-Type")).isEqualTo("application/gzip"));
        }
    }

    @Test
    void theSameEventsInAnyOrderAreTheSameObjectAndOthersAreAnother() throws IOException {
        try (AwsServer server = AwsServer.answering("s3", this::store);
                S3 s3 = s3(server)) {
            List<ByteString> events = Events.some(5, 0);
            s3.send(events);
            s3.send(events.reversed());
            assertThat(objects).hasSize(1);
            assertThat(server.requests().get(0).content())
                    .isEqualTo(server.requests().get(1).content());
            s3.send(events.subList(0, 4));
            assertThat(objects).hasSize(2);
        }
    }

    @Test
    void ofABatchOfTwoHoursOnlyTheObjectThatFailedIsLeftAndIsTheSameWhenSentAgain() throws IOException {
        List<Integer> calls = new ArrayList<>();
        try (AwsServer server = AwsServer.answering("s3", request -> {
                    calls.add(1);
                    Answer stored = store(request);
                    return calls.size() == 2 ? error(503, "SlowDown") : stored;
                });
                S3 s3 = s3(server)) {
            List<ByteString> events =
                    List.of(Events.at(0, Events.START.plus(Duration.ofHours(1)), 0), Events.at(1, Events.START, 0));
            assertThat(s3.send(events))
                    .isEqualTo(new SendResult.Partial(List.of(0), List.of(), "SlowDown", Optional.empty()));
            assertThat(s3.send(events.subList(0, 1))).isEqualTo(SendResult.ACCEPTED);
            assertThat(objects).as("the answer was lost, not the object").hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown, Later",
        "500, InternalError, Later",
        "400, RequestTimeout, Later",
        "403, AccessDenied, Unauthorized",
        "400, ExpiredToken, Unauthorized",
        "403, InvalidAccessKeyId, Unauthorized",
        "404, NoSuchBucket, Unauthorized",
        "301, PermanentRedirect, Unauthorized",
        "400, AuthorizationHeaderMalformed, Unauthorized",
        "400, KMS.DisabledException, Unauthorized",
        "400, InvalidArgument, Refused",
    })
    void tellsFailuresApart(int status, String code, String kind) throws IOException {
        try (AwsServer server = AwsServer.answering("s3", _ -> error(status, code));
                S3 s3 = s3(server)) {
            SendResult result = s3.send(Events.some(2, 0));
            assertThat(result.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(result.toString()).contains("reason=" + code);
            assertThat(server.requests()).as("tried once").hasSize(1);
        }
    }

    @Test
    void withWrongCredentialsSomebodyMustAct() throws IOException {
        Map<String, String> wrong = Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "wrong");
        try (AwsServer server = AwsServer.answering("s3", this::store);
                S3 s3 = new S3(server.access(wrong), "alerts", "", EventForm.NATIVE)) {
            assertThat(s3.send(Events.some(1, 0))).isInstanceOf(SendResult.Unauthorized.class);
            assertThat(server.unsigned()).hasSize(1);
            assertThat(objects).isEmpty();
        }
    }
}
