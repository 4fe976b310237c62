package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.document.Problem;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What holds of every text that is parsed. */
final class Texts {
    /** Far above what any text takes here, also with the fuzzer's instrumentation. */
    private static final long MOST_NANOSECONDS = 5_000_000_000L;

    private Texts() {}

    /** Processor time of this thread, so that a busy machine does not count. */
    static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static void endsInTime(byte[] text, long start) {
        assertThat(now() - start).as("nanoseconds for %d bytes", text.length).isLessThan(MOST_NANOSECONDS);
    }

    /** A problem is of the whole file, or of a line and column that there are (or the end, just behind them). */
    static void allHavePlaces(byte[] text, List<Problem> problems) {
        List<String> lines = List.of(new String(text, StandardCharsets.UTF_8).split("\r\n|[\n\r]", -1));
        for (Problem problem : problems) {
            assertThat(problem.message()).isNotBlank();
            if (problem.line() == 0) {
                assertThat(problem.column()).as("%s", problem).isZero();
            } else {
                assertThat(problem.line()).as("%s", problem).isBetween(1, lines.size());
                String line = lines.get(problem.line() - 1);
                assertThat(problem.column()).as("%s", problem).isBetween(1, line.length() + 1);
            }
        }
    }
}
