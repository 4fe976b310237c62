package io.shrike.delivery.journal;

import io.shrike.model.Severity;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The segments of each severity, oldest first. Guarded by the journal's lock. */
final class Chains {
    private final Map<Severity, Deque<Segment>> chains = new EnumMap<>(Severity.class);

    Chains() {
        for (Severity severity : Severity.values()) {
            chains.put(severity, new ArrayDeque<>());
        }
    }

    private Deque<Segment> chain(Severity severity) {
        return chains.getOrDefault(severity, new ArrayDeque<>());
    }

    void add(Segment segment) {
        chain(segment.severity()).addLast(segment);
    }

    void remove(Segment segment) {
        chain(segment.severity()).remove(segment);
    }

    boolean contains(Segment segment) {
        return chain(segment.severity()).contains(segment);
    }

    /** The segment of a severity that came last. */
    Optional<Segment> last(Severity severity) {
        return Optional.ofNullable(chain(severity).peekLast());
    }

    /** The first to go for an event of {@code incoming}: the oldest of the least severe, and never a worse one. */
    Optional<Segment> victim(Severity incoming, boolean inMemory) {
        return Stream.of(Severity.values())
                .filter(incoming::atLeast)
                .flatMap(severity -> chain(severity).stream())
                .filter(segment -> segment.inMemory() == inMemory)
                .findFirst();
    }

    /** All of them, the worst first, of each severity the oldest first. */
    List<Segment> worstFirst() {
        return List.of(Severity.values()).reversed().stream()
                .flatMap(severity -> chain(severity).stream())
                .toList();
    }

    long bytes(boolean inMemory) {
        return worstFirst().stream()
                .filter(segment -> segment.inMemory() == inMemory)
                .mapToLong(Segment::size)
                .sum();
    }
}
