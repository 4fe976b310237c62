package io.shrike.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunValidatorTest {
    private static final String ID = "019a0000-0000-7000-8000-00000000000";

    private static String line(int sequence, String type, String rest) {
        return "{\"eventId\":\"" + ID + sequence + "\",\"eventType\":\"" + type
                + "\",\"timestamp\":\"2026-01-02T03:04:05.123456789Z\",\"sensor\":{\"version\":\"1\",\"engine\":\"notify\",\"sequence\":"
                + sequence + "}" + rest + "}\n";
    }

    private static String status(int sequence, int seen, int matched, int emitted, int dropped) {
        return line(
                sequence,
                "sensor_status",
                ",\"status\":{\"seen\":%d,\"matched\":%d,\"emitted\":%d,\"sampled\":0,\"suppressed\":0,\"dropped\":{\"ring\":%d},\"unwatched\":{}}"
                        .formatted(seen, matched, emitted, dropped));
    }

    private static List<String> problems(String lines, String... left) {
        return RunValidator.problems(Watched.of(Canned.ran(left), lines.getBytes(UTF_8)));
    }

    private static final String START = status(1, 0, 0, 0, 0);
    private static final String CHANGE = line(2, "file_change", "");

    @Test
    void acceptsASoundRun() {
        assertThat(problems(START + CHANGE + status(3, 9, 1, 2, 0))).isEmpty();
    }

    @Test
    void seesHolesInTheSequence() {
        assertThat(problems(START + line(3, "file_change", "") + status(4, 9, 1, 2, 0)))
                .containsExactly("sequence 3 where 2 was due");
    }

    @Test
    void seesAMissingEndAndMissingCounts() {
        assertThat(problems(START + CHANGE)).anyMatch(text -> text.contains("the last event is not a sensor_status"));
        assertThat(problems(START + line(2, "sensor_status", ""))).anyMatch(text -> text.contains("no count \"seen\""));
    }

    @Test
    void seesCountersThatDoNotAddUp() {
        assertThat(problems(START + CHANGE + status(3, 9, 2, 2, 0))).anyMatch(text -> text.contains("matched 2"));
        assertThat(problems(START + CHANGE + status(3, 9, 2, 2, 1))).anyMatch(text -> text.contains("dropped"));
        assertThat(problems(START + CHANGE + status(3, 0, 1, 2, 0)))
                .anyMatch(text -> text.contains("no call was seen"));
    }

    @Test
    void seesWhatATerminalWouldObey() {
        String escape = line(2, "file_change", ",\"x\":\"\u009b31m\"");
        assertThat(problems(START + escape + status(3, 9, 1, 2, 0))).anyMatch(text -> text.contains("U+009B"));
    }

    @Test
    void seesProcessesLeftRunning() {
        assertThat(problems(START + CHANGE + status(3, 9, 1, 2, 0), "12 sleep 30"))
                .containsExactly("left running: 12 sleep 30");
    }
}
