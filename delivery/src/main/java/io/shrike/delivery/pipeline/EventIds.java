package io.shrike.delivery.pipeline;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Version 7 UUIDs (RFC 9562) in rising order: 48 bits of milliseconds, 12 bits of the fraction of the millisecond, 62 random
 * bits. Where the clock stands still or steps back, time goes on by the smallest step (about 244 ns). Owned by one thread.
 */
final class EventIds {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int FRACTION_BITS = 12;
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final RandomGenerator random;
    private long last;

    EventIds(RandomGenerator random) {
        this.random = random;
    }

    /** Ids with random bits of their own. */
    static EventIds seeded() {
        return new EventIds(new SplittableRandom(new SecureRandom().nextLong()));
    }

    UUID next(Instant time) {
        last = Math.max(ticks(time), last + 1);
        long high = (last >>> FRACTION_BITS << 16) | VERSION | (last & ((1 << FRACTION_BITS) - 1));
        return new UUID(high, VARIANT | (random.nextLong() >>> 2));
    }

    /** Steps of 1/4096 ms since 1970; times before are 1970. */
    private static long ticks(Instant time) {
        if (time.getEpochSecond() < 0) {
            return 0;
        }
        long nanosOfMilli = time.getNano() % NANOS_PER_MILLI;
        return (time.toEpochMilli() << FRACTION_BITS) | ((nanosOfMilli << FRACTION_BITS) / NANOS_PER_MILLI);
    }
}
