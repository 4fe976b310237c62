package io.shrike.it.harness;

import static io.shrike.it.harness.EventMatcher.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventCheckerTest {
    private static final String WRITE = """
            {"eventType":"file_change","severity":"high","file":{"path":"/a","operation":"write","flags":["O_WRONLY"]},"process":{"name":"tee","pid":7}}
            """;
    private static final String UNLINK = """
            {"eventType":"file_change","severity":"low","file":{"path":"/a","operation":"unlink"},"network":{"allowed":false}}
            """;

    private static Watched watched(String lines) {
        return Watched.of(Canned.ran(), lines.getBytes(UTF_8));
    }

    @Test
    void findsExpectedEventsInAnyOrder() {
        watched(WRITE + UNLINK)
                .check()
                .contains(
                        event("file_change").with("file.operation", "unlink").with("network.allowed", false),
                        event("file_change").with("process.pid", 7).having("file.flags", "O_WRONLY"));
    }

    @Test
    void givesEachExpectationAnEventOfItsOwn() {
        watched(WRITE + UNLINK)
                .check()
                .contains(event("file_change"), event("file_change").with("file.operation", "write"));
        assertThatThrownBy(() -> watched(WRITE)
                        .check()
                        .contains(event("file_change"), event("file_change").with("file.path", "/a")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void saysWhatTheNearestEventLacks() {
        assertThatThrownBy(() -> watched(WRITE + UNLINK)
                        .check()
                        .contains(event("file_change").with("severity", "high").with("file.path", "/b")))
                .hasMessageContaining("file.path is \"/b\", but: \"/a\"")
                .hasMessageContaining("all 2 events");
    }

    @Test
    void countsExactly() {
        watched(WRITE + UNLINK).check().containsExactly(2, event("file_change"));
        assertThatThrownBy(() -> watched(WRITE).check().containsNone(event("file_change")))
                .hasMessageContaining("expected 0 events");
    }

    @Test
    void keepsLinesThatAreNotJsonAsFaults() {
        assertThat(watched("{\"a\":1,\"a\":2}\n").faults()).hasSize(1);
        assertThat(watched("{} {}\n").faults()).hasSize(1);
        assertThat(watched("[]\n").faults()).hasSize(1);
        assertThat(watched("{\"cut\n").faults()).hasSize(1);
        assertThat(watched("{}").faults()).hasSize(1);
        assertThat(watched("{}\n").faults()).isEmpty();
    }
}
