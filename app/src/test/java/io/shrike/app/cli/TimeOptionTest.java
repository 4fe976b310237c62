package io.shrike.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeOptionTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T00:00:30Z"));

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-02-28T23:59:00Z",
        "15m, 2026-02-28T23:45:30Z",
        "2h, 2026-02-28T22:00:30Z",
        "1d, 2026-02-28T00:00:30Z",
        "2026-01-02, 2026-01-02T00:00:00Z",
        "2026-01-02T03:04:05.6Z, 2026-01-02T03:04:05.600Z"
    })
    void understands(String text, String expected) {
        assertThat(TimeOption.parse(text, CLOCK)).isEqualTo(Instant.parse(expected));
    }

    @Test
    void saysWhatItExpects() {
        assertThatThrownBy(() -> TimeOption.parse("yesterday", CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected a time such as 2026-01-02T03:04:05Z, 2026-01-02 or 15m (ago), found \"yesterday\"");
    }
}
