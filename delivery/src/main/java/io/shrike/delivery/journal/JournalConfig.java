package io.shrike.delivery.journal;

import java.nio.file.Path;

/**
 * Where the journal is and how much it may hold: on disk, in memory where the disk takes nothing, and in one segment, which is
 * the least that is dropped at once.
 */
public record JournalConfig(Path directory, long diskBytes, long memoryBytes, long segmentBytes) {
    private static final long DISK = 256L << 20;
    private static final long MEMORY = 16L << 20;

    /** 256 MiB on disk, 16 MiB in memory. */
    public static JournalConfig at(Path directory) {
        return of(directory, DISK, MEMORY);
    }

    /** Segments of a 256th of the whole, so that dropping one loses little. */
    public static JournalConfig of(Path directory, long diskBytes, long memoryBytes) {
        return new JournalConfig(directory, diskBytes, memoryBytes, Math.max(16_384, diskBytes / 256));
    }

    public JournalConfig withDiskBytes(long bytes) {
        return of(directory, bytes, memoryBytes);
    }

    long memorySegmentBytes() {
        return Math.min(segmentBytes, Math.max(16_384, memoryBytes / 16));
    }
}
