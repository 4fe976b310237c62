package io.shrike.app.status;

import io.shrike.model.Action;
import io.shrike.model.Counts;
import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import io.shrike.trace.engine.StopLatency;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sensor with one rule and one destination that fails. */
record FixedView(List<String> fatal, List<String> troubles) implements SensorView {
    static final String RULE = "paths[\"a\\b\"]\n";

    @Override
    public Event.SensorStatus status() {
        Counts counts = new Counts(70, 6, 5, 3, 2, Map.of("ringFull", 4L), Map.of("unreadable:EPERM", 9L), 1);
        DeliveryState.Destination destination = new DeliveryState.Destination(
                "webhook h", "open", 11, 12, 1.5, 13, 14, Map.of("http503", 15L), Optional.of("http503"));
        DeliveryState.Journal journal =
                new DeliveryState.Journal("/j", Optional.empty(), 100, 200, 0, 0, Map.of("journalFull", 16L));
        DeliveryState delivery = new DeliveryState(List.of(destination), Optional.of(journal), List.of());
        return new Event.SensorStatus(
                Instant.parse("2026-01-02T03:04:05Z"),
                "running",
                "reason",
                counts,
                List.of("a note"),
                List.of(),
                delivery);
    }

    @Override
    public Map<RuleMatch, Long> rules() {
        return Map.of(new RuleMatch("fim", RULE, Severity.HIGH, Action.ALERT, List.of(), List.of()), 6L);
    }

    @Override
    public StopLatency latency() {
        return new StopLatency();
    }
}
