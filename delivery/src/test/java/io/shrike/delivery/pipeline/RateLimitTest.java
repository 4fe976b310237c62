package io.shrike.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.encode.Samples;
import io.shrike.model.Action;
import io.shrike.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final int LIMIT = 100;

    private final RateLimit limit = new RateLimit();

    @Test
    void admitsTheLimitInASecondAndCountsTheRestByRule() {
        assertThat(admitted(START, Severity.LOW, 250)).isEqualTo(100);
        assertThat(limit.takeSuppressed()).isEqualTo(Map.of("fim/LOW", 150L));
        assertThat(limit.hasSuppressed()).isFalse();
    }

    @Test
    void admitsTheLimitAgainInTheNextSecond() {
        for (int second = 0; second < 10; second++) {
            assertThat(admitted(START.plusSeconds(second), Severity.LOW, 250)).isEqualTo(100);
        }
    }

    @Test
    void letsTheLowestSeveritiesGoFirst() {
        assertThat(admitted(START, Severity.LOW, 1_000)).isEqualTo(100);
        assertThat(admitted(START, Severity.MEDIUM, 20)).isEqualTo(20);
        assertThat(admitted(START, Severity.HIGH, 20)).isEqualTo(20);
        assertThat(admitted(START, Severity.CRITICAL, 20)).isEqualTo(20);
        assertThat(limit.takeSuppressed()).isEqualTo(Map.of("fim/LOW", 900L));
    }

    @Test
    void takesAnOverdraftFromTheNextSecond() {
        admitted(START, Severity.LOW, 100);
        assertThat(admitted(START, Severity.CRITICAL, 30)).isEqualTo(30);
        assertThat(admitted(START.plusSeconds(1), Severity.LOW, 250)).isEqualTo(70);
        assertThat(admitted(START.plusSeconds(2), Severity.LOW, 250)).isEqualTo(100);
    }

    @Test
    void holdsTheLimitOverTimeEvenForCriticalEventsAlone() {
        int admitted = 0;
        for (int second = 0; second < 20; second++) {
            int now = admitted(START.plusSeconds(second), Severity.CRITICAL, 1_000);
            assertThat(now).isLessThanOrEqualTo(2 * LIMIT);
            admitted += now;
        }
        assertThat(admitted).isBetween(20 * LIMIT, 21 * LIMIT);
    }

    @Test
    void cutsNoBacklogThatWasWithinTheLimitWhenItHappened() {
        for (int second = 0; second < 60; second++) {
            assertThat(admitted(START.plusSeconds(second), Severity.LOW, 100)).isEqualTo(100);
        }
    }

    @Test
    void countsALateEventInTheCurrentSecond() {
        admitted(START, Severity.LOW, 100);
        assertThat(admitted(START.minusSeconds(1), Severity.LOW, 1)).isZero();
    }

    @Test
    void startsAnewWhenTheClockWasSetBack() {
        admitted(START, Severity.LOW, 100);
        assertThat(admitted(START.minus(Duration.ofHours(1)), Severity.LOW, 250))
                .isEqualTo(100);
    }

    @Test
    void forgetsTheDebtOfALimitThatWasLowered() {
        Instant later = START.plusSeconds(1);
        for (int i = 0; i < 10_000; i++) {
            limit.admits(Samples.minor(START, Severity.LOW, Action.LOG, "r"), 10_000);
        }
        int admitted = 0;
        for (Instant time : new Instant[] {later, later.plusSeconds(1)}) {
            for (int i = 0; i < 50; i++) {
                admitted += limit.admits(Samples.minor(time, Severity.LOW, Action.LOG, "r"), 10) ? 1 : 0;
            }
        }
        assertThat(admitted).isEqualTo(10);
    }

    private int admitted(Instant time, Severity severity, int offered) {
        int admitted = 0;
        for (int i = 0; i < offered; i++) {
            admitted += limit.admits(Samples.minor(time, severity, Action.LOG, severity.name()), LIMIT) ? 1 : 0;
        }
        return admitted;
    }
}
