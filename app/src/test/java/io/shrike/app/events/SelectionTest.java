package io.shrike.app.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private static final RecordedLine LINE = RecordedLine.parse(
                    "{\"eventType\":\"file_change\",\"timestamp\":\"2026-01-02T03:04:05Z\",\"severity\":\"high\","
                            + "\"process\":{\"executable\":\"/usr/bin/tee\",\"name\":\"tee\"},"
                            + "\"file\":{\"path\":\"/etc/passwd\",\"requestedPath\":\"../etc/passwd\"}}")
            .orElseThrow();
    private static final RecordedLine STATUS = RecordedLine.parse(
                    "{\"eventType\":\"sensor_status\",\"timestamp\":\"2026-01-02T03:04:05Z\",\"severity\":\"low\"}")
            .orElseThrow();

    private static boolean wants(
            Set<String> types, Severity least, String process, String path, String since, String until) {
        return new Selection(
                        types,
                        least,
                        process.isEmpty() ? List.of() : List.of(process),
                        path.isEmpty() ? List.of() : List.of("/nowhere", path),
                        Optional.of(since).filter(text -> !text.isEmpty()).map(Instant::parse),
                        Optional.of(until).filter(text -> !text.isEmpty()).map(Instant::parse))
                .wants(LINE);
    }

    @Test
    void withoutWishesEverythingIsWanted() {
        Selection all = new Selection(Set.of(), Severity.LOW, List.of(), List.of(), Optional.empty(), Optional.empty());
        assertThat(all.wants(LINE)).isTrue();
        assertThat(all.wants(STATUS)).isTrue();
    }

    @Test
    void typeAndSeverityLimit() {
        assertThat(wants(Set.of("file_change"), Severity.HIGH, "", "", "", "")).isTrue();
        assertThat(wants(Set.of("syscall"), Severity.LOW, "", "", "", "")).isFalse();
        assertThat(wants(Set.of(), Severity.CRITICAL, "", "", "", "")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"tee,true", "/usr/bin/tee,true", "/usr/*,true", "t?e,true", "bin,false", "te,false", "*x*,false"})
    void processesAreMatchedByExecutableOrName(String glob, boolean wanted) {
        assertThat(wants(Set.of(), Severity.LOW, glob, "", "", "")).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"/etc/passwd,true", "/etc/*,true", "*passwd,true", "../etc/passwd,true", "/etc,false", "passwd,false"})
    void pathsAreMatchedByEveryNameOfTheFile(String glob, boolean wanted) {
        assertThat(wants(Set.of(), Severity.LOW, "", glob, "", "")).isEqualTo(wanted);
    }

    @Test
    void timesBelongToTheirRange() {
        assertThat(wants(Set.of(), Severity.LOW, "", "", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"))
                .isTrue();
        assertThat(wants(Set.of(), Severity.LOW, "", "", "2026-01-02T03:04:06Z", ""))
                .isFalse();
        assertThat(wants(Set.of(), Severity.LOW, "", "", "", "2026-01-02T03:04:04Z"))
                .isFalse();
    }

    @Test
    void aGlobIsDecidedWithoutTryingEveryWay() {
        assertThat(new Glob("*a".repeat(60)).matches("a".repeat(20_000) + "b")).isFalse();
        assertThat(new Glob("**").matches("")).isTrue();
        assertThat(new Glob("").matches("x")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "{}", "{\"eventType\":\"x\"}", "{\"eventType\":\"x\",\"timestamp\":\"soon\"}", "{"})
    void whatIsNoEventIsNone(String line) {
        assertThat(RecordedLine.parse(line)).isEmpty();
    }
}
