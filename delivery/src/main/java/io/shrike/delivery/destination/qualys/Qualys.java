package io.shrike.delivery.destination.qualys;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.delivery.destination.http.Bodies;
import io.shrike.delivery.destination.http.HttpPoster;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Qualys container runtime security, which takes {@code {"events":[...]}} with a bearer token. */
public final class Qualys implements RemoteDestination {
    private final HttpPoster poster;
    private final String name;
    private final Map<String, String> headers;

    /** {@code token} is shown nowhere; {@code host} is for people. */
    public Qualys(HttpPoster poster, String host, String token) {
        this.poster = poster;
        this.name = "qualys-crs " + host;
        this.headers = Map.of("Authorization", "Bearer " + token);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> typeOf(Event event) {
        return QualysEvents.typeOf(event);
    }

    @Override
    public SendResult send(List<ByteString> events) {
        List<ByteString> translated = new ArrayList<>(events.size());
        try {
            for (ByteString event : events) {
                translated.add(QualysEvents.translate(event));
            }
        } catch (IOException _) {
            return new SendResult.Refused("untranslatable");
        }
        SendResult result = poster.post(Bodies.events(translated), headers);
        return result instanceof SendResult.Unauthorized(String reason, String what)
                ? new SendResult.Unauthorized(reason, what + ", QUALYS_ACCESS_TOKEN may have expired")
                : result;
    }

    @Override
    public void close() {
        poster.close();
    }
}
