package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.send.BatchLimits;
import io.shrike.policy.compile.DeliverySettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** How large batches are: EVENT_BATCH_SIZE and EVENT_BATCH_TIMEOUT (seconds), else as policies say, else the default. */
final class BatchSettings {
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_SECONDS = 3_600;

    private BatchSettings() {}

    static BatchLimits of(DeliverySettings policies, Function<String, Optional<String>> environment) {
        int events = number(environment, "EVENT_BATCH_SIZE", 1, MOST_EVENTS)
                .map(Double::intValue)
                .orElse(policies.batchSize().orElse(BatchLimits.DEFAULT.events()));
        Duration longest = number(environment, "EVENT_BATCH_TIMEOUT", 0.001, MOST_SECONDS)
                .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
                .orElse(policies.batchTimeout().orElse(BatchLimits.DEFAULT.longest()));
        return new BatchLimits(events, BatchLimits.DEFAULT.bytes(), longest);
    }

    private static Optional<Double> number(
            Function<String, Optional<String>> environment, String variable, double least, double most) {
        return environment.apply(variable).filter(text -> !text.isBlank()).map(text -> {
            try {
                double value = Double.parseDouble(text.strip());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException _) {
                throw wrong(variable, text, most);
            }
            throw wrong(variable, text, most);
        });
    }

    private static ConfigurationException wrong(String variable, String text, double most) {
        return new ConfigurationException("shrike: " + variable + ": expected a number above 0 and up to " + (long) most
                + ", found \"" + text + "\"");
    }
}
