package io.shrike.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesUpToAMinuteAndLeavesOutARandomHalf() {
        Backoff backoff = new Backoff(new SplittableRandom(3));
        long most = 500;
        for (int failure = 0; failure < 30; failure++) {
            assertThat(backoff.failed()).isBetween(Duration.ofMillis(most / 2), Duration.ofMillis(most));
            most = Math.min(2 * most, 60_000);
        }
    }

    @Test
    void isOpenAfterFiveFailuresInARow() {
        Backoff backoff = new Backoff(new SplittableRandom(3));
        for (int failure = 1; failure <= 5; failure++) {
            assertThat(backoff.isOpen()).isFalse();
            backoff.failed();
        }
        assertThat(backoff.isOpen()).isTrue();
        backoff.succeeded();
        assertThat(backoff.isOpen()).isFalse();
        assertThat(backoff.failed()).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
