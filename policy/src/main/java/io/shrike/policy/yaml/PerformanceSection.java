package io.shrike.policy.yaml;

import io.shrike.policy.document.PerformanceSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code performance}. */
final class PerformanceSection {
    static final String NAME = "performance";
    private static final int MOST_SECONDS = 3600;
    private static final int NANOS = 1_000_000_000;
    private static final Reader<Double> RATE = Scalars.decimal(0, 1, "a rate above 0 and up to 1");
    private static final Reader<Double> SECONDS =
            Scalars.decimal(0, MOST_SECONDS, "a number of seconds above 0 and up to " + MOST_SECONDS);
    private static final Reader<Integer> BATCH = Scalars.integer(1, 10_000);
    private static final Reader<Integer> EVENTS = Scalars.integer(1, 1_000_000);

    private PerformanceSection() {}

    static PerformanceSettings read(YamlNode node, Problems problems) {
        List<String> keys = List.of("samplingRate", "sampleAll", "batchSize", "batchTimeout", "maxEventsPerSecond");
        Fields fields = Fields.of(node, NAME, keys, problems);
        Optional<Duration> timeout = fields.value("batchTimeout", SECONDS)
                .map(seconds -> Duration.ofNanos(Math.max(1, Math.round(seconds * NANOS))));
        return new PerformanceSettings(
                fields.value("samplingRate", RATE, 1.0),
                fields.value("sampleAll", Scalars.BOOLEAN, false),
                integer(fields.value("batchSize", BATCH)),
                timeout,
                integer(fields.value("maxEventsPerSecond", EVENTS)));
    }

    private static OptionalInt integer(Optional<Integer> value) {
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}
