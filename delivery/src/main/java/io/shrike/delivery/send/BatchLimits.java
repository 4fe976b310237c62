package io.shrike.delivery.send;

import java.time.Duration;

/** When a batch is sent: at so many events, at so many bytes, or when its first event has waited so long. */
public record BatchLimits(int events, long bytes, Duration longest) {
    /** 100 events, 512 KiB, 1 s. */
    public static final BatchLimits DEFAULT = new BatchLimits(100, 512 << 10, Duration.ofSeconds(1));
}
