package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {
    private static final List<String> KEYS =
            List.of("path", "recursive", "events", "blockedIPs", "blockedPorts", "open");

    @ParameterizedTest
    @CsvSource({
        "recursve, recursive",
        "recurisve, recursive",
        "RECURSIVE, recursive",
        "blocked_ips, blockedIPs",
        "blocked-ports, blockedPorts",
        "evnets, events",
        "paths, path",
        "read, open"
    })
    void findsTheNameThatWasMeant(String given, String meant) {
        assertThat(Names.nearest(given, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "x", "severity", "enabled"})
    void findsNothingFarAway(String given) {
        assertThat(Names.nearest(given, KEYS)).isEmpty();
    }

    @Test
    void doesNotLookAtWhatIsNoName() {
        assertThat(Names.nearest("x".repeat(100_000), KEYS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "'', abc, 3", "kitten, sitting, 3", "ca, abc, 3"})
    void countsChanges(String a, String b, int distance) {
        assertThat(Names.distance(a, b)).isEqualTo(distance);
        assertThat(Names.distance(b, a)).isEqualTo(distance);
    }
}
