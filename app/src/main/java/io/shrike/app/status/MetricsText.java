package io.shrike.app.status;

import io.shrike.model.Counts;
import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import io.shrike.model.RuleMatch;
import io.shrike.trace.engine.StopLatency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The state of a sensor in the text format of Prometheus, version 0.0.4. */
final class MetricsText {
    private static final double NANOS = 1e-9;

    private final StringBuilder text = new StringBuilder(8_192);

    private MetricsText() {}

    static String of(SensorView view) {
        MetricsText metrics = new MetricsText();
        Event.SensorStatus status = view.status();
        metrics.gauge("shrike_up", "Whether the sensor is alive.", view.fatal().isEmpty());
        metrics.gauge(
                "shrike_ready",
                "Whether programs are watched and events delivered.",
                view.fatal().isEmpty() && view.troubles().isEmpty());
        metrics.counts(status.counts());
        metrics.rules(view.rules());
        metrics.latency(view.latency());
        metrics.destinations(status.delivery().destinations());
        status.delivery().journal().ifPresent(metrics::journal);
        return metrics.text.toString();
    }

    private void gauge(String name, String help, boolean value) {
        head(name, "gauge", help);
        sample(name, value ? "1" : "0");
    }

    private void counts(Counts counts) {
        total("shrike_stops_total", "Calls that stopped in the kernel.", counts.seen());
        total("shrike_matched_total", "Activities that met a rule.", counts.matched());
        total("shrike_emitted_total", "Events written.", counts.emitted());
        total("shrike_sampled_total", "Events withheld by sampling.", counts.sampled());
        total("shrike_suppressed_total", "Events withheld by the rate limit.", counts.suppressed());
        total("shrike_withdrawn_total", "Calls that ended before they were answered.", counts.withdrawn());
        byReason("shrike_dropped_total", "Events lost.", counts.dropped());
        byReason("shrike_unwatched_total", "Calls that went on without being judged or checked.", counts.unwatched());
    }

    private void rules(Map<RuleMatch, Long> rules) {
        head("shrike_rule_matches_total", "counter", "Activities that met the rule.");
        rules.forEach((rule, count) -> sample(
                "shrike_rule_matches_total", Long.toString(count), "policy", rule.policy(), "rule", rule.rule()));
    }

    private void latency(StopLatency latency) {
        String name = "shrike_stop_latency_seconds";
        head(name, "histogram", "From the receipt of a stop to its answer.");
        long sum = latency.sum();
        long counted = 0;
        for (int i = 0; i < StopLatency.bounds(); i++) {
            counted += latency.count(i);
            sample(name + "_bucket", Long.toString(counted), "le", number(StopLatency.bound(i) * NANOS));
        }
        counted += latency.count(StopLatency.bounds());
        sample(name + "_bucket", Long.toString(counted), "le", "+Inf");
        sample(name + "_sum", number(sum * NANOS));
        sample(name + "_count", Long.toString(counted));
    }

    private void destinations(List<DeliveryState.Destination> all) {
        counter(all, "shrike_destination_delivered_total", "Events taken.", DeliveryState.Destination::delivered);
        counter(all, "shrike_destination_refused_total", "Events never taken.", DeliveryState.Destination::refused);
        counter(all, "shrike_destination_dropped_total", "Events without room.", DeliveryState.Destination::dropped);
        gauge(all, "shrike_destination_waiting", "Events in the journal.", DeliveryState.Destination::waiting);
        gauge(all, "shrike_destination_lag_seconds", "Age of the oldest.", DeliveryState.Destination::lagSeconds);
        gauge(
                all,
                "shrike_destination_up",
                "Whether its circuit is closed.",
                destination -> destination.circuit().equals("closed") ? 1 : 0);
        head("shrike_destination_failures_total", "counter", "Attempts that failed.");
        for (DeliveryState.Destination destination : all) {
            new TreeMap<>(destination.failures())
                    .forEach((reason, count) -> sample(
                            "shrike_destination_failures_total",
                            Long.toString(count),
                            "destination",
                            destination.name(),
                            "reason",
                            reason));
        }
    }

    private void counter(
            List<DeliveryState.Destination> all,
            String name,
            String help,
            ToLongFunction<DeliveryState.Destination> value) {
        head(name, "counter", help);
        all.forEach(one -> sample(name, Long.toString(value.applyAsLong(one)), "destination", one.name()));
    }

    private void gauge(
            List<DeliveryState.Destination> all,
            String name,
            String help,
            ToDoubleFunction<DeliveryState.Destination> value) {
        head(name, "gauge", help);
        all.forEach(one -> sample(name, number(value.applyAsDouble(one)), "destination", one.name()));
    }

    private void journal(DeliveryState.Journal journal) {
        head("shrike_journal_bytes", "gauge", "What the journal holds.");
        sample("shrike_journal_bytes", Long.toString(journal.diskBytes()), "kept", "disk");
        sample("shrike_journal_bytes", Long.toString(journal.memoryBytes()), "kept", "memory");
        byReason("shrike_journal_dropped_total", "Events given up.", journal.dropped());
    }

    private void total(String name, String help, long value) {
        head(name, "counter", help);
        sample(name, Long.toString(value));
    }

    private void byReason(String name, String help, Map<String, Long> values) {
        head(name, "counter", help);
        new TreeMap<>(values).forEach((reason, count) -> sample(name, Long.toString(count), "reason", reason));
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void sample(String name, String value, String... labels) {
        text.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            text.append(escaped(labels[i + 1])).append('"');
        }
        text.append(labels.length == 0 ? " " : "} ").append(value).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
