package io.shrike.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456789Z");

    private final EventIds ids = new EventIds(new SplittableRandom(1));

    @Test
    void isAVersionSevenUuidOfTheEventsTime() {
        UUID id = ids.next(TIME);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(TIME.toEpochMilli());
        assertThat(id.getMostSignificantBits() & 0xfff).isEqualTo(456_789L * 4_096 / 1_000_000);
    }

    @Test
    void risesWhereTimeStandsStillOrStepsBack() {
        String last = ids.next(TIME).toString();
        for (int i = 0; i < 20_000; i++) {
            Instant time = i % 3 == 0 ? TIME.minusSeconds(3_600) : TIME.plusNanos(i);
            UUID id = ids.next(time);
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.toString()).isGreaterThan(last);
            last = id.toString();
        }
    }

    @Test
    void takesATimeBeforeNineteenSeventy() {
        assertThat(ids.next(Instant.EPOCH.minusSeconds(1)).getMostSignificantBits() >>> 16)
                .isZero();
    }

    @Test
    void differsBetweenSensorsAtTheSameMoment() {
        assertThat(EventIds.seeded().next(TIME)).isNotEqualTo(EventIds.seeded().next(TIME));
    }
}
