package io.shrike.aws.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.aws.AwsTexts;
import io.shrike.aws.access.AwsServer;
import io.shrike.aws.access.S3Server;
import io.shrike.aws.access.S3Server.Answer;
import io.shrike.aws.access.S3Server.Request;
import io.shrike.delivery.source.FetchResult;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects of S3, by the SDK, from a server that checks the signature. */
class S3TextsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ADDRESS = "s3://policies/team a/p+1.yaml?versionId=v7";

    private static Map<String, String> environment(S3Server server) {
        Map<String, String> environment = new HashMap<>(AwsServer.KEY);
        environment.put("AWS_REGION", AwsServer.REGION);
        environment.put("AWS_ENDPOINT_URL_S3", server.url().toString());
        return environment;
    }

    private static String fetch(S3Server server, Optional<String> etag, Duration limit) {
        FetchResult result = new AwsTexts().open("s3", environment(server)).fetch(ADDRESS, etag, limit, 100);
        return switch (result) {
            case FetchResult.Text(ByteString text, Optional<String> version) ->
                text.escaped() + " " + version.orElse("-");
            case FetchResult.Same _ -> "same";
            case FetchResult.Refused(String reason) -> "refused: " + reason;
            case FetchResult.Unreachable(String reason) -> "unreachable: " + reason;
        };
    }

    private static String fetch(S3Server server) {
        return fetch(server, Optional.empty(), LIMIT);
    }

    @Test
    void bringsAnObjectWithItsETagAndAsksForAnotherOneOnly() throws IOException {
        try (S3Server server = new S3Server(
                request -> request.etag().isPresent() ? Answer.error(304, "NotModified") : Answer.object("policy"))) {
            String etag = "\"" + Integer.toHexString("policy".hashCode()) + "\"";
            assertThat(fetch(server)).isEqualTo("policy " + etag);
            assertThat(fetch(server, Optional.of(etag), LIMIT)).isEqualTo("same");
            assertThat(server.requests())
                    .extracting(Request::etag)
                    .containsExactly(Optional.empty(), Optional.of(etag));
            assertThat(server.requests().getFirst().uri()).isEqualTo("/policies/team%20a/p%2B1.yaml?versionId=v7");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403,AccessDenied,refused: S3 answers 403 (AccessDenied): the role needs s3:GetObject on it",
        "404,NoSuchKey,refused: S3 answers 404 (NoSuchKey): nothing is there",
        "404,NoSuchBucket,refused: S3 answers 404 (NoSuchBucket): nothing is there",
        "301,PermanentRedirect,refused: S3 answers 301 (PermanentRedirect): the bucket is in another region than AWS_REGION",
        "400,ExpiredToken,unreachable: S3 answers 400 (ExpiredToken)",
        "400,InvalidArgument,refused: S3 answers 400 (InvalidArgument)",
        "503,SlowDown,unreachable: S3 answers 503 (SlowDown)",
        "500,InternalError,unreachable: S3 answers 500 (InternalError)",
    })
    void tellsANoFromANotNow(int status, String code, String expected) throws IOException {
        try (S3Server server = new S3Server(_ -> Answer.error(status, code))) {
            assertThat(fetch(server)).isEqualTo(expected);
        }
    }

    @Test
    void readsNoMoreThanItMay() throws IOException {
        try (S3Server server = new S3Server(_ -> Answer.object("x".repeat(101)))) {
            assertThat(fetch(server)).isEqualTo("refused: it is longer than 100 bytes");
        }
    }

    @Test
    void waitsNoLongerThanItMay() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (S3Server server = new S3Server(_ -> {
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return Answer.object("late");
        })) {
            assertThat(fetch(server, Optional.empty(), Duration.ofSeconds(3))).startsWith("unreachable: ");
            never.countDown();
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        S3Server server = new S3Server(_ -> Answer.object("policy"));
        server.close();
        assertThat(fetch(server)).isEqualTo("unreachable: S3: connect");
    }

    @Test
    void wantsToKnowTheRegion() {
        assertThatThrownBy(() -> new AwsTexts().open("s3", AwsServer.KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AWS_REGION");
    }
}
