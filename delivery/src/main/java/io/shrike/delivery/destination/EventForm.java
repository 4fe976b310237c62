package io.shrike.delivery.destination;

import io.shrike.model.ByteString;

/** How a destination is to have events written. Each line stays one event. Thread-safe. */
@FunctionalInterface
public interface EventForm {
    /** As the journal has them. */
    EventForm NATIVE = line -> line;

    /** The event of a line of the journal. */
    ByteString of(ByteString line);
}
