package io.shrike.delivery.journal;

import io.shrike.model.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts entries into segments and keeps within the bounds: what does not fit pushes out the oldest segment of the least severe,
 * or, where only worse ones are there, is dropped itself. Guarded by the journal's lock.
 */
final class Shelf {
    private final JournalConfig config;
    private final Space space;
    private final Chains chains;
    private final Losses losses;

    Shelf(JournalConfig config, Space space, Chains chains, Losses losses) {
        this.config = config;
        this.space = space;
        this.chains = chains;
        this.losses = losses;
    }

    /** Takes over segments that wait for one of {@code destinations}; others stay for whoever knows theirs, if there is room. */
    void adopt(List<Segment> left, Set<Long> destinations) {
        long foreign = left.stream()
                .filter(segment -> !isFor(segment, destinations))
                .mapToLong(Segment::size)
                .sum();
        for (Segment segment : left) {
            if (segment.waitingDestinations().isEmpty()) {
                segment.delete();
            } else if (isFor(segment, destinations)) {
                chains.add(segment);
            } else if (foreign > config.diskBytes()) {
                foreign -= segment.size();
                losses.count(segment, "destinationGone");
                segment.delete();
            } else {
                segment.close();
            }
        }
    }

    private static boolean isFor(Segment segment, Set<Long> destinations) {
        return segment.waitingDestinations().stream().anyMatch(destinations::contains);
    }

    /** Stores entries of one severity, all in one segment. */
    void store(Severity severity, List<Entry> entries) {
        long bytes = entries.stream().mapToLong(RecordFormat::size).sum();
        while (space.onDisk()) {
            if (!makeRoom(severity, bytes, false)) {
                losses.count(entries, "journalFull");
                return;
            }
            try {
                segment(severity).append(entries);
                return;
            } catch (IOException failure) {
                boolean freed = Space.isFull(failure) && drop(severity, false, "journalDiskFull");
                if (!freed) {
                    space.failed(failure);
                }
            }
        }
        storeInMemory(severity, entries, bytes);
    }

    private void storeInMemory(Severity severity, List<Entry> entries, long bytes) {
        try {
            if (makeRoom(severity, bytes, true)) {
                segment(severity).append(entries);
            } else {
                losses.count(entries, "journalMemoryFull");
            }
        } catch (IOException failure) {
            throw new AssertionError("memory does not fail", failure);
        }
    }

    /** The segment to append to: the last one of the severity, unless it is full or not where segments are made now. */
    private Segment segment(Severity severity) throws IOException {
        boolean inMemory = !space.onDisk();
        long most = inMemory ? config.memorySegmentBytes() : config.segmentBytes();
        Optional<Segment> last =
                chains.last(severity).filter(segment -> segment.inMemory() == inMemory && segment.size() < most);
        if (last.isPresent()) {
            return last.get();
        }
        Segment fresh = space.create(severity);
        chains.add(fresh);
        return fresh;
    }

    private boolean makeRoom(Severity severity, long bytes, boolean inMemory) {
        long most = (inMemory ? config.memoryBytes() : config.diskBytes()) - bytes - AckSlots.SIZE;
        String reason = inMemory ? "journalMemoryFull" : "journalFull";
        while (chains.bytes(inMemory) > most) {
            if (!drop(severity, inMemory, reason)) {
                return false;
            }
        }
        return true;
    }

    /** Gives up the segment that matters least, if one matters no more than what is to come. */
    private boolean drop(Severity incoming, boolean inMemory, String reason) {
        Optional<Segment> victim = chains.victim(incoming, inMemory);
        victim.ifPresent(segment -> {
            losses.count(segment, reason);
            chains.remove(segment);
            segment.delete();
        });
        return victim.isPresent();
    }

    /** Lets a segment go that everybody has; what waits for destinations of others stays for them. */
    void retire(Segment segment, Set<Long> destinations) {
        Set<Long> waiting = segment.waitingDestinations();
        if (waiting.stream().anyMatch(destinations::contains)) {
            return;
        }
        chains.remove(segment);
        if (waiting.isEmpty()) {
            segment.delete();
        } else {
            segment.close();
        }
    }

    /** Whether a segment, all of it delivered, may go already: the one being appended to is kept while it is small. */
    boolean isWorn(Segment segment) {
        boolean last = chains.last(segment.severity()).filter(segment::equals).isPresent();
        return !last || segment.size() > config.segmentBytes() / 4;
    }

    /** Moves what is only in memory to the disk, if that takes it by now; else it is lost. */
    void close(Set<Long> destinations) {
        for (Segment segment : chains.worstFirst()) {
            if (segment.inMemory()) {
                save(segment);
            }
        }
        for (Segment segment : chains.worstFirst()) {
            retire(segment, destinations);
            segment.close();
        }
    }

    private void save(Segment segment) {
        chains.remove(segment);
        try {
            List<Entry> entries = segment.remaining();
            if (!entries.isEmpty() && space.onDisk()) {
                Segment saved = space.create(segment.severity());
                saved.append(entries);
                chains.add(saved);
                return;
            }
            losses.count(entries, "journalMemoryLost");
        } catch (IOException failure) {
            space.failed(failure);
            losses.count(segment, "journalMemoryLost");
        }
    }
}
