package io.shrike.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How events fare on their way to destinations beyond this machine. */
public record DeliveryState(List<Destination> destinations, Optional<Journal> journal, List<String> notes) {
    /** There are no such destinations. */
    public static final DeliveryState NONE = new DeliveryState(List.of(), Optional.empty(), List.of());

    public DeliveryState {
        destinations = List.copyOf(destinations);
        notes = List.copyOf(notes);
    }

    /**
     * One destination. {@code circuit} is closed while it takes events, open after several failures in a row. {@code waiting}
     * events are in the journal for it, the oldest for {@code lagSeconds}; {@code refused} are those that it will never take,
     * {@code dropped} those that the journal had no room for.
     */
    public record Destination(
            String name,
            String circuit,
            long delivered,
            long waiting,
            double lagSeconds,
            long refused,
            long dropped,
            Map<String, Long> failures,
            Optional<String> lastFailure) {
        public Destination {
            failures = Map.copyOf(failures);
        }
    }

    /**
     * Where events wait. {@code problem} says why only in memory; {@code dropped} counts events that no destination gets any
     * more, by reason; {@code found} is how many a process before left behind.
     */
    public record Journal(
            String directory,
            Optional<String> problem,
            long diskBytes,
            long memoryBytes,
            long found,
            long unreadableBytes,
            Map<String, Long> dropped) {
        public Journal {
            dropped = Map.copyOf(dropped);
        }
    }
}
