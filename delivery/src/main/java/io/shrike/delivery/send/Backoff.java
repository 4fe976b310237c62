package io.shrike.delivery.send;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses after failures: half a second doubled with each failure in a row, up to a minute, of which a random half is left out so
 * that many senders do not come back at once. Owned by one sender.
 */
final class Backoff {
    /** Failures in a row after which a destination is only probed, with one event at a time. */
    static final int OPEN_AFTER = 5;

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 10;

    private final RandomGenerator random;
    private final Duration first;
    private int failures;

    Backoff(RandomGenerator random) {
        this(random, FIRST);
    }

    Backoff(RandomGenerator random, Duration first) {
        this.random = random;
        this.first = first;
    }

    /** Notes a failure, and tells how long to pause. */
    Duration failed() {
        long doubled = first.toMillis() << Math.min(failures, MOST_DOUBLINGS);
        long most = Math.min(doubled, LONGEST.toMillis());
        failures++;
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }

    void succeeded() {
        failures = 0;
    }

    boolean isOpen() {
        return failures >= OPEN_AFTER;
    }
}
