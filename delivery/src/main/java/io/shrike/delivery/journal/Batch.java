package io.shrike.delivery.journal;

import java.util.List;

/** Entries for one destination, the most severe first, and how to acknowledge them. */
public final class Batch {
    private final long destination;
    private final List<Entry> entries;
    private final List<Part> parts;

    /** What comes from one segment: the {@code count} entries before {@code end}. */
    record Part(Segment segment, long end, long count, long lastTime) {}

    Batch(long destination, List<Entry> entries, List<Part> parts) {
        this.destination = destination;
        this.entries = List.copyOf(entries);
        this.parts = List.copyOf(parts);
    }

    public List<Entry> entries() {
        return entries;
    }

    long destination() {
        return destination;
    }

    List<Part> parts() {
        return parts;
    }
}
