package io.shrike.delivery.journal;

import io.shrike.delivery.journal.SegmentReader.Located;
import io.shrike.model.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A run of entries of one severity, only appended to and given up as a whole, with how far each destination has acknowledged
 * it. Guarded by the journal's lock.
 */
final class Segment {
    /** Makes of a destination the name under which the head says how far it was given, not how far it has acknowledged. */
    private static final long GIVEN = 0x4749_5645_4e00_0000L;

    private final Severity severity;
    private final Extent extent;
    private final AckSlots slots = new AckSlots();
    private final Map<Long, Long> acknowledged = new HashMap<>();
    private final Map<Long, Long> given = new HashMap<>();
    private final Map<Long, Pending> pending = new HashMap<>();
    private long size = AckSlots.SIZE;
    private long unreadableBytes;

    /** What one destination has not acknowledged: how many entries, and where the first is. */
    private static final class Pending {
        private long count;
        private long first;
        private long firstTime;
    }

    private Segment(Severity severity, Extent extent) {
        this.severity = severity;
        this.extent = extent;
    }

    static Segment create(Severity severity, Extent extent) throws IOException {
        extent.write(AckSlots.fresh(), 0);
        return new Segment(severity, extent);
    }

    /** What a process that ended, however, left behind; empty if it is no segment. */
    static Optional<Segment> recover(Severity severity, Extent extent, long fileSize) throws IOException {
        Segment segment = new Segment(severity, extent);
        ByteBuffer head = ByteBuffer.allocate(AckSlots.SIZE);
        extent.read(head, 0);
        if (!segment.slots.read(head.flip(), segment.acknowledged)) {
            return Optional.empty();
        }
        segment.size = fileSize;
        segment.recount();
        return Optional.of(segment);
    }

    private void recount() throws IOException {
        SegmentReader reader = reader();
        long at = AckSlots.SIZE;
        for (Optional<Located> next = reader.next(at); next.isPresent(); next = reader.next(at)) {
            Entry entry = next.get().entry();
            long start = next.get().end() - RecordFormat.size(entry);
            unreadableBytes += start - at;
            note(entry, start);
            at = next.get().end();
        }
        unreadableBytes += size - at;
    }

    void append(List<Entry> entries) throws IOException {
        int bytes = entries.stream().mapToInt(RecordFormat::size).sum();
        ByteBuffer records = ByteBuffer.allocate(bytes);
        entries.forEach(entry -> records.put(RecordFormat.encode(entry)));
        try {
            extent.write(records.flip(), size);
        } catch (IOException failure) {
            extent.truncate(size);
            throw failure;
        }
        for (Entry entry : entries) {
            note(entry, size);
            size += RecordFormat.size(entry);
        }
    }

    private void note(Entry entry, long at) {
        for (Long destination : entry.destinations()) {
            if (at >= acknowledged.getOrDefault(destination, 0L)) {
                Pending waiting = pending.computeIfAbsent(destination, _ -> new Pending());
                if (waiting.count++ == 0) {
                    waiting.first = at;
                    waiting.firstTime = entry.timeMillis();
                }
            }
        }
    }

    /** For one pass over what is in it now. */
    SegmentReader reader() {
        return new SegmentReader(extent, size);
    }

    /** How many entries the destination has not acknowledged. */
    long waiting(long destination) {
        Pending waiting = pending.get(destination);
        return waiting == null ? 0 : waiting.count;
    }

    /** Where the first entry is that the destination has not acknowledged. */
    long firstWaiting(long destination) {
        Pending waiting = pending.get(destination);
        return waiting == null ? size : waiting.first;
    }

    /** Milliseconds since 1970 of about the oldest entry that the destination has not acknowledged. */
    Optional<Long> oldestWaiting(long destination) {
        return Optional.ofNullable(pending.get(destination)).map(waiting -> waiting.firstTime);
    }

    /** Everything before {@code end} is acknowledged: {@code count} entries. Gives how many more there were, not readable any more. */
    long acknowledge(long destination, long end, long count, long lastTime) {
        Pending waiting = pending.get(destination);
        if (waiting == null) {
            return 0;
        }
        waiting.count -= count;
        long unreadable = end >= size ? Math.max(0, waiting.count) : 0;
        waiting.count -= unreadable;
        waiting.first = end;
        waiting.firstTime = lastTime;
        if (waiting.count <= 0) {
            pending.remove(destination);
        }
        acknowledged.put(destination, end);
        try {
            slots.write(extent, destination, end);
        } catch (IOException _) {
            // Only a later start would read it, and then send again what this one has sent.
            return unreadable;
        }
        return unreadable;
    }

    /** The destination is given everything before {@code end}; a later start reads that too. */
    void give(long destination, long end) {
        given.put(destination, end);
        try {
            slots.write(extent, destination ^ GIVEN, end);
        } catch (IOException _) {
            // Only a later start would read it, and then put another batch together.
            return;
        }
    }

    /** How far the destination was given what it has not acknowledged; empty where it has. */
    OptionalLong givenUntil(long destination) {
        long until = given.getOrDefault(destination, acknowledged.getOrDefault(destination ^ GIVEN, 0L));
        return waiting(destination) > 0 && until > firstWaiting(destination)
                ? OptionalLong.of(until)
                : OptionalLong.empty();
    }

    /** Destinations that have not acknowledged all of it. */
    Set<Long> waitingDestinations() {
        return Set.copyOf(pending.keySet());
    }

    /** The entries that a destination has not acknowledged, each with those destinations only. */
    List<Entry> remaining() throws IOException {
        List<Entry> entries = new ArrayList<>();
        SegmentReader reader = reader();
        long at = AckSlots.SIZE;
        for (Optional<Located> next = reader.next(at); next.isPresent(); next = reader.next(at)) {
            Entry entry = next.get().entry();
            long start = next.get().end() - RecordFormat.size(entry);
            at = next.get().end();
            List<Long> open = entry.destinations().stream()
                    .filter(key -> start >= acknowledged.getOrDefault(key, 0L))
                    .toList();
            if (!open.isEmpty()) {
                entries.add(new Entry(entry.timeMillis(), open, entry.event()));
            }
        }
        return entries;
    }

    Severity severity() {
        return severity;
    }

    long size() {
        return size;
    }

    long unreadableBytes() {
        return unreadableBytes;
    }

    boolean inMemory() {
        return extent.inMemory();
    }

    void delete() {
        extent.delete();
    }

    void close() {
        extent.close();
    }
}
