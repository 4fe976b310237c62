package io.shrike.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.delivery.encode.Samples;
import io.shrike.model.Action;
import io.shrike.model.Severity;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapingTest {
    private static final Shaping TENTH = Shaping.uniform(0.1, false, OptionalInt.empty());
    private static final Shaping TENTH_OF_ALL = Shaping.uniform(0.1, true, OptionalInt.empty());

    @ParameterizedTest
    @CsvSource({
        "LOW, LOG, true",
        "MEDIUM, LOG, true",
        "HIGH, LOG, false",
        "CRITICAL, LOG, false",
        "LOW, ALERT, false",
        "LOW, BLOCK, false"
    })
    void samplesOnlyWhatIsLoggedAndBelowHigh(Severity severity, Action action, boolean sampled) {
        assertThat(TENTH.rateOf(Samples.minor(Samples.TIME, severity, action, "r")) < 1)
                .isEqualTo(sampled);
        assertThat(TENTH_OF_ALL.rateOf(Samples.minor(Samples.TIME, severity, action, "r")) < 1)
                .isTrue();
        assertThat(Shaping.NONE.rateOf(Samples.minor(Samples.TIME, severity, action, "r")) < 1)
                .isFalse();
    }

    @Test
    void keepsTheShareThatIsAskedFor() {
        EventIds ids = new EventIds(new SplittableRandom(7));
        int kept = 0;
        for (int i = 0; i < 100_000; i++) {
            kept += Shaping.keeps(ids.next(Samples.TIME), 0.1) ? 1 : 0;
        }
        assertThat(kept).isBetween(9_600, 10_400);
    }

    @Test
    void decidesByTheIdAlone() {
        UUID low = new UUID(0x7000, 0x8000_0000_0000_0000L);
        UUID high = new UUID(0x7000, 0x801f_ffff_ffff_ffffL);
        assertThat(Shaping.keeps(low, 0.1)).isTrue();
        assertThat(Shaping.keeps(high, 0.1)).isFalse();
        assertThat(Shaping.keeps(high, 1)).isTrue();
    }

    @Test
    void keepsUnderAHigherRateWhatItKeepsUnderALower() {
        EventIds ids = new EventIds(new SplittableRandom(9));
        for (int i = 0; i < 10_000; i++) {
            UUID id = ids.next(Samples.TIME);
            assertThat(!Shaping.keeps(id, 0.1) || Shaping.keeps(id, 0.5)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
    void refusesARateOutsideItsRange(double rate) {
        assertThatThrownBy(() -> Shaping.uniform(rate, false, OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesALimitOfNothing() {
        assertThatThrownBy(() -> Shaping.uniform(1, false, OptionalInt.of(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
