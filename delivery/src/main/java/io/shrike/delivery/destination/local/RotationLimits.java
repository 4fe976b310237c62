package io.shrike.delivery.destination.local;

import java.time.Duration;
import java.util.Optional;

/**
 * When a file is put aside and how many of those are kept: at {@code bytes}, or once its first event is older than
 * {@code age}; {@code gzip}: those that are put aside are compressed.
 */
public record RotationLimits(long bytes, Optional<Duration> age, int keep, boolean gzip) {
    /** 100 MiB, no age, 5 files, uncompressed. */
    public static final RotationLimits DEFAULT = new RotationLimits(100L << 20, Optional.empty(), 5, false);

    public RotationLimits {
        if (bytes < 1 || keep < 0 || age.filter(limit -> !limit.isPositive()).isPresent()) {
            throw new IllegalArgumentException("bytes=" + bytes + " age=" + age + " keep=" + keep);
        }
    }
}
