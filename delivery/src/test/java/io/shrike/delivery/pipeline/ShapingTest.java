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
    private static final Shaping TENTH = new Shaping(0.1, false, OptionalInt.empty());
    private static final Shaping TENTH_OF_ALL = new Shaping(0.1, true, OptionalInt.empty());

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
        assertThat(TENTH.samples(Samples.minor(Samples.TIME, severity, action, "r")))
                .isEqualTo(sampled);
        assertThat(TENTH_OF_ALL.samples(Samples.minor(Samples.TIME, severity, action, "r")))
                .isTrue();
        assertThat(Shaping.NONE.samples(Samples.minor(Samples.TIME, severity, action, "r")))
                .isFalse();
    }

    @Test
    void keepsTheShareThatIsAskedFor() {
        EventIds ids = new EventIds(new SplittableRandom(7));
        int kept = 0;
        for (int i = 0; i < 100_000; i++) {
            kept += TENTH.keeps(ids.next(Samples.TIME)) ? 1 : 0;
        }
        assertThat(kept).isBetween(9_600, 10_400);
    }

    @Test
    void decidesByTheIdAlone() {
        UUID low = new UUID(0x7000, 0x8000_0000_0000_0000L);
        UUID high = new UUID(0x7000, 0x801f_ffff_ffff_ffffL);
        assertThat(TENTH.keeps(low)).isTrue();
        assertThat(TENTH.keeps(high)).isFalse();
        assertThat(Shaping.NONE.keeps(high)).isTrue();
    }

    @Test
    void keepsUnderAHigherRateWhatItKeepsUnderALower() {
        EventIds ids = new EventIds(new SplittableRandom(9));
        Shaping half = new Shaping(0.5, false, OptionalInt.empty());
        for (int i = 0; i < 10_000; i++) {
            UUID id = ids.next(Samples.TIME);
            assertThat(!TENTH.keeps(id) || half.keeps(id)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
    void refusesARateOutsideItsRange(double rate) {
        assertThatThrownBy(() -> new Shaping(rate, false, OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesALimitOfNothing() {
        assertThatThrownBy(() -> new Shaping(1, false, OptionalInt.of(0))).isInstanceOf(IllegalArgumentException.class);
    }
}
