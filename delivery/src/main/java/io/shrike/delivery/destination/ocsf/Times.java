package io.shrike.delivery.destination.ocsf;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** OCSF has times in milliseconds since 1970. */
final class Times {
    private Times() {}

    static Optional<Long> millis(String timestamp) {
        try {
            return Optional.of(Instant.parse(timestamp).toEpochMilli());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
