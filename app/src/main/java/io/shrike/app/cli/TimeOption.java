package io.shrike.app.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment on the command line: {@code 2026-01-02T03:04:05Z}, {@code 2026-01-02} (UTC), or so long ago: {@code 90s 15m 2h 7d}. */
final class TimeOption {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,9})([smhd])");

    private TimeOption() {}

    /** Throws IllegalArgumentException, with a text for people. */
    static Instant parse(String text, InstantSource clock) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return clock.instant()
                    .minus(
                            switch (ago.group(2)) {
                                case "s" -> Duration.ofSeconds(count);
                                case "m" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                default -> Duration.ofDays(count);
                            });
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(
                    "expected a time such as 2026-01-02T03:04:05Z, 2026-01-02 or 15m (ago), found \"" + text + '"');
        }
    }
}
