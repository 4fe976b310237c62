package io.shrike.delivery.encode;

import io.shrike.model.Event;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * An event with what the pipeline adds: its identity, its place in the sequence, the rate it was sampled at (absent where it
 * was not up for sampling), and the container.
 */
public record OutboundEvent(
        Event event, UUID eventId, long sequence, OptionalDouble sampleRate, Optional<ContainerInfo> container) {}
