package io.shrike.delivery.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what one destination is to get next. Guarded by the journal's lock. */
final class BatchReader {
    private final long destination;
    private final int mostEvents;
    private final long mostBytes;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Batch.Part> parts = new ArrayList<>();
    private long bytes;
    private boolean full;

    BatchReader(long destination, int mostEvents, long mostBytes) {
        this.destination = destination;
        this.mostEvents = mostEvents;
        this.mostBytes = mostBytes;
    }

    void read(Segment segment) {
        read(segment, Long.MAX_VALUE);
    }

    /** What begins before {@code until}. */
    void read(Segment segment, long until) {
        if (full || segment.waiting(destination) == 0) {
            return;
        }
        SegmentReader reader = segment.reader();
        long at = segment.firstWaiting(destination);
        long taken = 0;
        try {
            while (!full && taken < segment.waiting(destination)) {
                Optional<SegmentReader.Located> next = reader.next(at);
                if (next.isEmpty()) {
                    at = segment.size();
                    break;
                }
                if (start(next.get()) >= until) {
                    at = until;
                    break;
                }
                if (take(next.get().entry())) {
                    at = next.get().end();
                    taken += isOurs(next.get().entry()) ? 1 : 0;
                }
            }
        } catch (IOException _) {
            // Nothing can be read from here on; what was read is sent, and the rest is tried again with the next batch.
            full = true;
        }
        long lastTime = entries.isEmpty() ? 0 : entries.getLast().timeMillis();
        parts.add(new Batch.Part(segment, at, taken, lastTime));
    }

    private static long start(SegmentReader.Located located) {
        return located.end() - RecordFormat.size(located.entry());
    }

    private boolean isOurs(Entry entry) {
        return entry.destinations().contains(destination);
    }

    /** False: it does not fit any more. */
    private boolean take(Entry entry) {
        if (!isOurs(entry)) {
            return true;
        }
        boolean fits = entries.isEmpty()
                || (entries.size() < mostEvents && bytes + entry.event().length() <= mostBytes);
        if (fits) {
            entries.add(entry);
            bytes += entry.event().length();
        }
        full = !fits || entries.size() >= mostEvents;
        return fits;
    }

    Batch batch() {
        return new Batch(destination, entries, parts);
    }
}
