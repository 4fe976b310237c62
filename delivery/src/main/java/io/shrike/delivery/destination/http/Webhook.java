package io.shrike.delivery.destination.http;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Any HTTP endpoint: posts {@code {"events":[...]}}. With a secret, {@code X-Shrike-Signature} is {@code sha256=} and the
 * hexadecimal HMAC-SHA256 of {@code X-Shrike-Timestamp} (seconds since 1970), a dot, and the JSON text before compression.
 */
public final class Webhook implements RemoteDestination {
    private static final String TIMESTAMP = "X-Shrike-Timestamp";
    private static final String SIGNATURE = "X-Shrike-Signature";

    private final HttpPoster poster;
    private final String name;
    private final Map<String, String> headers;
    private final Optional<String> secret;
    private final InstantSource clock;

    public Webhook(
            HttpPoster poster, String host, Map<String, String> headers, Optional<String> secret, InstantSource clock) {
        this.poster = poster;
        this.name = "webhook " + host;
        this.headers = Map.copyOf(headers);
        this.secret = secret;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> typeOf(Event event) {
        return Optional.of(event.type().wireName());
    }

    @Override
    public SendResult send(List<ByteString> events) {
        byte[] body = Bodies.events(events);
        Map<String, String> all = new TreeMap<>(headers);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        all.put(TIMESTAMP, timestamp);
        secret.ifPresent(key -> all.put(SIGNATURE, "sha256=" + signature(key, timestamp, body)));
        return poster.post(body, all);
    }

    private static String signature(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", failure);
        }
    }

    @Override
    public void close() {
        poster.close();
    }
}
