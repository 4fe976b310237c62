package io.shrike.delivery.encode;

import io.shrike.model.Event;
import java.util.List;
import java.util.Optional;

/** Tells which container an event comes from. */
public interface ContainerSource {
    /** Knows of no container. */
    ContainerSource NONE = new ContainerSource() {
        @Override
        public Optional<ContainerInfo> of(Event event) {
            return Optional.empty();
        }

        @Override
        public List<String> notes() {
            return List.of();
        }
    };

    /** The container, as far as it is known. The writer thread asks, once for each event; it may be held up for a moment. */
    Optional<ContainerInfo> of(Event event);

    /** What sensor_status must tell of it. Any thread. */
    List<String> notes();
}
