package io.shrike.delivery.destination;

import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.util.List;
import java.util.Optional;

/** Takes batches of events over the network. Used by one thread, which it may block; it neither throws nor prints. */
public interface RemoteDestination extends AutoCloseable {
    /** What it is, for people, without secrets, e.g. {@code webhook hooks.example.com}. */
    String name();

    /** What it calls such an event; empty where it takes none of the kind. Any thread. */
    Optional<String> typeOf(Event event);

    /** Sends events, each a line of JSON as the journal keeps it. */
    SendResult send(List<ByteString> events);

    /** Whether a batch is one thing there: sent again it must be of the same events, or they are there twice. */
    default boolean keepsBatches() {
        return false;
    }

    /** Gives its connections back. */
    @Override
    void close();
}
