package io.shrike.delivery.journal;

import io.shrike.delivery.destination.ErrnoName;
import io.shrike.model.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Where new segments come from: files while the disk takes them, else memory; after a failure the disk is tried again every
 * few seconds. Guarded by the journal's lock.
 */
final class Space {
    private static final long RETRY = TimeUnit.SECONDS.toNanos(5);
    private static final Set<String> FULL = Set.of("ENOSPC", "EDQUOT");

    private final SegmentFiles files;
    private final LongSupplier nanoTime;
    private boolean disk;
    private long retryAt;
    private Optional<String> problem = Optional.empty();

    Space(SegmentFiles files, LongSupplier nanoTime) {
        this.files = files;
        this.nanoTime = nanoTime;
    }

    /** Makes the directory and takes over what was left in it. */
    List<Segment> open() {
        try {
            files.prepare();
            disk = true;
            return files.abandoned();
        } catch (IOException failure) {
            failed(failure);
            return List.of();
        }
    }

    /** Whether to try the disk now. */
    boolean onDisk() {
        if (!disk && nanoTime.getAsLong() - retryAt >= 0) {
            disk = true;
        }
        return disk;
    }

    Segment create(Severity severity) throws IOException {
        if (!disk) {
            return Segment.create(severity, new MemoryExtent());
        }
        files.prepare();
        Segment segment = files.create(severity);
        problem = Optional.empty();
        return segment;
    }

    void failed(IOException failure) {
        disk = false;
        retryAt = nanoTime.getAsLong() + RETRY;
        problem = Optional.of(ErrnoName.text(failure));
    }

    static boolean isFull(IOException failure) {
        return FULL.contains(ErrnoName.of(failure));
    }

    Optional<String> problem() {
        return problem;
    }

    String directory() {
        return files.directory().toString();
    }
}
