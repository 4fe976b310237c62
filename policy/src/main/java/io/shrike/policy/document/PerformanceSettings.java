package io.shrike.policy.document;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The section {@code performance}. {@code samplingRate} is in (0,1] and applies to this document's rules; the other values
 * are empty where the text leaves them to the sensor.
 */
public record PerformanceSettings(
        double samplingRate,
        boolean sampleAll,
        OptionalInt batchSize,
        Optional<Duration> batchTimeout,
        OptionalInt maxEventsPerSecond) {
    /** What holds without the section. */
    public static final PerformanceSettings DEFAULT =
            new PerformanceSettings(1.0, false, OptionalInt.empty(), Optional.empty(), OptionalInt.empty());
}
