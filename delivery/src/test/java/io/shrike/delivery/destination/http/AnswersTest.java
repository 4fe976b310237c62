package io.shrike.delivery.destination.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.SendResult;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|PT0S", "120|PT2M", "99999999|PT1H", "Tue, 24 Nov 2026 10:00:30 GMT|PT30S"})
    void waitsForSecondsOrUntilADate(String text, Duration expected) {
        assertThat(Answers.retryAfter(text, NOW)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Mon, 10 Aug 2026 10:00:00 GMT|PT30S", "yesterday|PT5M", "|PT5M"})
    void aDateIsOfTheServersClockWhereItTellsThat(@Nullable String serversTime, Duration expected) {
        String until = serversTime != null && serversTime.startsWith("Mon")
                ? "Mon, 10 Aug 2026 10:00:30 GMT"
                : "Tue, 24 Nov 2026 10:05:00 GMT";
        Map<String, List<String>> headers = serversTime == null
                ? Map.of("Retry-After", List.of(until))
                : Map.of("Retry-After", List.of(until), "Date", List.of(serversTime));
        assertThat(Answers.of(429, HttpHeaders.of(headers, (_, _) -> true), () -> NOW))
                .isEqualTo(new SendResult.Later("http429", Optional.of(expected)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1e9", "99999999999999999999", "Tue, 24 Nov 2026 09:00:00 GMT"})
    void ignoresWhatIsNeither(String text) {
        assertThat(Answers.retryAfter(text, NOW)).isEqualTo(Optional.empty());
    }
}
