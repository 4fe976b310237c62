package io.shrike.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(\\{([a-z]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*\\})? "
                    + "(\\+Inf|-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?)");
    private static final Pattern HEAD =
            Pattern.compile("# (HELP [a-z_]+ [^\\n]+|TYPE ([a-z_]+) (counter|gauge|histogram))");

    private static final String TEXT =
            MetricsText.of(new FixedView(List.of(), List.of("webhook h takes no events: http503, 12 wait")));

    @Test
    void everyLineIsInTheFormatAndEverySampleBelowItsType() {
        String type = "";
        Map<String, Integer> seen = new HashMap<>();
        for (String line : TEXT.split("\n")) {
            Matcher head = HEAD.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (head.matches()) {
                type = head.group(2) == null ? type : head.group(2);
                assertThat(seen.merge(line, 1, Integer::sum)).as(line).isEqualTo(1);
            } else {
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1).replaceFirst("_(bucket|sum|count)$", ""))
                        .isEqualTo(type);
                assertThat(seen.merge(line.substring(0, line.lastIndexOf(' ')), 1, Integer::sum))
                        .as(line)
                        .isEqualTo(1);
            }
        }
        assertThat(TEXT).endsWith("\n");
    }

    @Test
    void tellsTheCounters() {
        assertThat(TEXT.lines())
                .contains(
                        "shrike_up 1",
                        "shrike_ready 0",
                        "shrike_stops_total 70",
                        "shrike_matched_total 6",
                        "shrike_emitted_total 5",
                        "shrike_sampled_total 3",
                        "shrike_suppressed_total 2",
                        "shrike_withdrawn_total 1",
                        "shrike_dropped_total{reason=\"ringFull\"} 4",
                        "shrike_unwatched_total{reason=\"unreadable:EPERM\"} 9",
                        "shrike_destination_delivered_total{destination=\"webhook h\"} 11",
                        "shrike_destination_waiting{destination=\"webhook h\"} 12",
                        "shrike_destination_lag_seconds{destination=\"webhook h\"} 1.5",
                        "shrike_destination_refused_total{destination=\"webhook h\"} 13",
                        "shrike_destination_dropped_total{destination=\"webhook h\"} 14",
                        "shrike_destination_up{destination=\"webhook h\"} 0",
                        "shrike_destination_failures_total{destination=\"webhook h\",reason=\"http503\"} 15",
                        "shrike_journal_bytes{kept=\"disk\"} 100",
                        "shrike_journal_bytes{kept=\"memory\"} 200",
                        "shrike_journal_dropped_total{reason=\"journalFull\"} 16");
    }

    @Test
    void escapesWhatCouldBreakALabel() {
        assertThat(TEXT).contains("shrike_rule_matches_total{policy=\"fim\",rule=\"paths[\\\"a\\\\b\\\"]\\n\"} 6\n");
    }

    @Test
    void theHistogramEndsWithAllStops() {
        assertThat(TEXT)
                .contains("shrike_stop_latency_seconds_bucket{le=\"+Inf\"} 0\n")
                .contains("shrike_stop_latency_seconds_count 0\n");
    }
}
