package io.shrike.delivery.send;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.model.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * A destination and which events it is to have: those that one of the filters accepts. {@code identity} tells the destination from others
 * across restarts, e.g. its type and URL.
 */
public record Route(String identity, RemoteDestination destination, List<EventFilter> filters) {
    public Route {
        filters = List.copyOf(filters);
    }

    boolean accepts(Event event) {
        return destination
                .typeOf(event)
                .filter(type -> filters.stream().anyMatch(filter -> filter.accepts(event, type)))
                .isPresent();
    }

    /** The destination's name in the journal. */
    long key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return ByteBuffer.wrap(digest.digest(identity.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("every Java runtime has SHA-256", failure);
        }
    }
}
