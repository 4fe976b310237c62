package io.shrike.delivery.journal;

import io.shrike.model.DeliveryState;
import io.shrike.model.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps events until each of their destinations has acknowledged them. The writer thread appends and flushes; each sender polls
 * and acknowledges. What is flushed survives the death of the process, not that of the machine. Thread-safe, by one lock.
 */
public final class Journal implements AutoCloseable {
    private static final int MOST_STAGED = 65_536;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Long> destinations;
    private final Space space;
    private final Chains chains = new Chains();
    private final Losses losses = new Losses();
    private final Shelf shelf;
    private final Map<Severity, List<Entry>> staged = new EnumMap<>(Severity.class);
    private int stagedBytes;
    private long found;
    private long unreadableBytes;
    private boolean hurried;

    private Journal(JournalConfig config, Set<Long> destinations, LongSupplier nanoTime) {
        this.destinations = Set.copyOf(destinations);
        this.space = new Space(new SegmentFiles(config.directory()), nanoTime);
        this.shelf = new Shelf(config, space, chains, losses);
    }

    /** Opens or makes the journal for these destinations, and takes over what ended processes left for them. */
    public static Journal open(JournalConfig config, Set<Long> destinations) {
        return open(config, destinations, System::nanoTime);
    }

    static Journal open(JournalConfig config, Set<Long> destinations, LongSupplier nanoTime) {
        Journal journal = new Journal(config, destinations, nanoTime);
        List<Segment> left = journal.space.open();
        journal.unreadableBytes =
                left.stream().mapToLong(Segment::unreadableBytes).sum();
        journal.shelf.adopt(left, journal.destinations);
        journal.found = destinations.stream().mapToLong(journal::waiting).sum();
        return journal;
    }

    /** Takes an entry; it is kept once flushed. */
    public void append(Severity severity, Entry entry) {
        lock.lock();
        try {
            staged.computeIfAbsent(severity, _ -> new ArrayList<>()).add(entry);
            stagedBytes += RecordFormat.size(entry);
            if (stagedBytes >= MOST_STAGED) {
                flush();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stores what was appended; senders see it from now on. */
    public void flush() {
        lock.lock();
        try {
            if (stagedBytes == 0) {
                return;
            }
            stagedBytes = 0;
            List<Severity> worstFirst = List.of(Severity.values()).reversed();
            for (Severity severity : worstFirst) {
                List<Entry> entries = List.copyOf(staged.getOrDefault(severity, List.of()));
                staged.remove(severity);
                if (!entries.isEmpty()) {
                    shelf.store(severity, entries);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many events wait for a destination. */
    public long waiting(long destination) {
        lock.lock();
        try {
            return chains.worstFirst().stream()
                    .mapToLong(segment -> segment.waiting(destination))
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** When the oldest event was made that waits for a destination, in milliseconds since 1970, to within a batch. */
    public OptionalLong oldestWaiting(long destination) {
        lock.lock();
        try {
            return chains.worstFirst().stream()
                    .flatMap(segment -> segment.oldestWaiting(destination).stream())
                    .mapToLong(Long::longValue)
                    .min();
        } finally {
            lock.unlock();
        }
    }

    /** How many events a destination will never get because they were dropped here. */
    public long droppedOf(long destination) {
        lock.lock();
        try {
            return losses.of(destination);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many events wait for a destination, or {@link #hurry} is called, or the time is over. */
    public void await(long destination, long events, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !hurried && waiting(destination) < events) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether senders are to take what is there and not to wait for more. */
    public void hurry(boolean wanted) {
        lock.lock();
        try {
            hurried = wanted;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What a destination is to get next, the worst first; it stays until it is acknowledged. At least one event if any waits. */
    public Batch poll(long destination, int mostEvents, long mostBytes) {
        lock.lock();
        try {
            BatchReader reader = new BatchReader(destination, mostEvents, mostBytes);
            chains.worstFirst().forEach(reader::read);
            return reader.batch();
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #poll}, but a batch that was given and not acknowledged is given again as it was, also to the process after this one, and
     * however much has come since. The bounds are for a new batch.
     */
    public Batch pollSame(long destination, int mostEvents, long mostBytes) {
        lock.lock();
        try {
            BatchReader given = new BatchReader(destination, Integer.MAX_VALUE, Long.MAX_VALUE);
            for (Segment segment : chains.worstFirst()) {
                segment.givenUntil(destination).ifPresent(until -> given.read(segment, until));
            }
            Batch again = given.batch();
            if (!again.parts().isEmpty()) {
                return again;
            }
            Batch fresh = poll(destination, mostEvents, mostBytes);
            fresh.parts().forEach(part -> part.segment().give(destination, part.end()));
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /** The destination has these, or refuses them for good. */
    public void acknowledge(Batch batch) {
        lock.lock();
        try {
            for (Batch.Part part : batch.parts()) {
                Segment segment = part.segment();
                if (chains.contains(segment)) {
                    long unreadable =
                            segment.acknowledge(batch.destination(), part.end(), part.count(), part.lastTime());
                    losses.count(batch.destination(), unreadable, "unreadable");
                    if (shelf.isWorn(segment)) {
                        shelf.retire(segment, destinations);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How it is, for sensor_status. */
    public DeliveryState.Journal report() {
        lock.lock();
        try {
            return new DeliveryState.Journal(
                    space.directory(),
                    space.problem(),
                    chains.bytes(false),
                    chains.bytes(true),
                    found,
                    unreadableBytes,
                    losses.byReason());
        } finally {
            lock.unlock();
        }
    }

    /** Flushes, and leaves what waits on the disk for the next start. */
    @Override
    public void close() {
        lock.lock();
        try {
            flush();
            shelf.close(destinations);
        } finally {
            lock.unlock();
        }
    }
}
