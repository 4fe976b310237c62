package io.shrike.delivery.destination.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.SendResult;
import io.shrike.delivery.destination.http.EventServer.Answer;
import io.shrike.delivery.destination.http.EventServer.Request;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookTest {
    private static final List<ByteString> EVENTS =
            List.of(ByteString.utf8("{\"eventId\":\"a\"}"), ByteString.utf8("{\"eventId\":\"é\"}"));
    private static final String BODY = "{\"events\":[{\"eventId\":\"a\"},{\"eventId\":\"é\"}]}";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000));

    private static Webhook webhook(URI url, boolean gzip, Optional<String> secret) throws IOException {
        HttpSettings settings = HttpSettings.of(url, Optional.empty(), gzip, ProxySettings.NONE);
        return new Webhook(HttpPoster.open(settings), "h", Map.of("X-Team", "payments"), secret, CLOCK);
    }

    @Test
    void postsEventsWithItsHeaders() throws IOException {
        try (EventServer server = EventServer.start();
                Webhook webhook = webhook(server.url("/hook"), false, Optional.empty())) {
            assertThat(webhook.send(EVENTS)).isEqualTo(SendResult.ACCEPTED);
            Request request = server.requests().getFirst();
            assertThat(request.path()).isEqualTo("/hook");
            assertThat(request.body()).isEqualTo(BODY);
            assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(request.headers().getFirst("X-Team")).isEqualTo("payments");
            assertThat(request.headers()).doesNotContainKey("X-Shrike-Signature");
        }
    }

    @Test
    void signsTimeAndBodyAlsoWhenItIsCompressed() throws IOException, GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("key".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = "sha256="
                + HexFormat.of().formatHex(mac.doFinal(("1700000000." + BODY).getBytes(StandardCharsets.UTF_8)));
        try (EventServer server = EventServer.start();
                Webhook webhook = webhook(server.url("/"), true, Optional.of("key"))) {
            webhook.send(EVENTS);
            Request request = server.requests().getFirst();
            assertThat(request.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
            assertThat(request.body()).isEqualTo(BODY);
            assertThat(request.headers().getFirst("X-Shrike-Timestamp")).isEqualTo("1700000000");
            assertThat(request.headers().getFirst("X-Shrike-Signature")).isEqualTo(expected);
        }
    }

    @Test
    void stopsCompressingForAServerThatCannotTakeIt() throws IOException {
        try (EventServer server = EventServer.start()
                        .answering(request ->
                                request.headers().containsKey("Content-Encoding") ? Answer.of(415) : Answer.OK);
                Webhook webhook = webhook(server.url("/"), true, Optional.empty())) {
            assertThat(webhook.send(EVENTS)).isEqualTo(SendResult.ACCEPTED);
            assertThat(webhook.send(EVENTS)).isEqualTo(SendResult.ACCEPTED);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void goesThroughAProxy() throws IOException {
        try (EventServer proxy = EventServer.start()) {
            ProxySettings proxies = ProxySettings.of(
                    name -> name.equals("HTTP_PROXY") ? Optional.of("localhost:" + proxy.port()) : Optional.empty());
            HttpSettings settings =
                    HttpSettings.of(URI.create("http://far.invalid/hook"), Optional.empty(), false, proxies);
            try (Webhook webhook = new Webhook(HttpPoster.open(settings), "h", Map.of(), Optional.empty(), CLOCK)) {
                assertThat(webhook.send(EVENTS)).isEqualTo(SendResult.ACCEPTED);
            }
            assertThat(proxy.requests().getFirst().headers().getFirst("Host")).isEqualTo("far.invalid");
        }
    }
}
