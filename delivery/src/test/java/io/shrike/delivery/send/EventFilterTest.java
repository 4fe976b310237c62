package io.shrike.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.encode.Samples;
import io.shrike.model.Action;
import io.shrike.model.Counts;
import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventFilterTest {
    private static final Event STATUS = new Event.SensorStatus(
            Samples.TIME,
            "running",
            "r",
            new Counts(0, 0, 0, 0, 0, Map.of(), Map.of(), 0),
            List.of(),
            List.of(),
            DeliveryState.NONE);
    private static final Event GAP = new Event.SensorGap(Samples.TIME, Samples.TIME, "r", 1);

    private static Event read(Severity severity, Action action) {
        return Samples.minor(Samples.TIME, severity, action, "r");
    }

    private static EventFilter filter(Set<String> types, Severity least, Set<String> policies) {
        return new EventFilter(types, least, policies, false);
    }

    @Test
    void letsAlertsAndBlocksThroughAndWhatIsLoggedOnlyWhereItIsAskedFor() {
        assertThat(EventFilter.ALERTS.accepts(read(Severity.LOW, Action.ALERT), "file_access"))
                .isTrue();
        assertThat(EventFilter.ALERTS.accepts(read(Severity.LOW, Action.BLOCK), "file_access"))
                .isTrue();
        assertThat(EventFilter.ALERTS.accepts(read(Severity.CRITICAL, Action.LOG), "file_access"))
                .isFalse();
        EventFilter logged = new EventFilter(Set.of(), Severity.LOW, Set.of(), true);
        assertThat(logged.accepts(read(Severity.LOW, Action.LOG), "file_access"))
                .isTrue();
        assertThat(logged.accepts(STATUS, "sensor_status")).isTrue();
    }

    @Test
    void knowsATypeByEitherName() {
        Event event = read(Severity.LOW, Action.ALERT);
        assertThat(filter(Set.of("file_access"), Severity.LOW, Set.of()).accepts(event, "file_change"))
                .isTrue();
        assertThat(filter(Set.of("file_change"), Severity.LOW, Set.of()).accepts(event, "file_change"))
                .isTrue();
        assertThat(filter(Set.of("syscall"), Severity.LOW, Set.of()).accepts(event, "file_change"))
                .isFalse();
    }

    @Test
    void limitsBySeverityAndPolicy() {
        Event event = read(Severity.MEDIUM, Action.ALERT);
        assertThat(filter(Set.of(), Severity.MEDIUM, Set.of()).accepts(event, "t"))
                .isTrue();
        assertThat(filter(Set.of(), Severity.HIGH, Set.of()).accepts(event, "t"))
                .isFalse();
        String policy = ((Event.Observed) event).decision().matches().getFirst().policy();
        assertThat(filter(Set.of(), Severity.LOW, Set.of(policy, "x")).accepts(event, "t"))
                .isTrue();
        assertThat(filter(Set.of(), Severity.LOW, Set.of("x")).accepts(event, "t"))
                .isFalse();
    }

    @Test
    void letsTheSensorSpeakWhenItIsBadOrAsked() {
        assertThat(EventFilter.ALERTS.accepts(STATUS, "sensor_status")).isFalse();
        assertThat(EventFilter.ALERTS.accepts(GAP, "sensor_gap")).isTrue();
        assertThat(filter(Set.of("sensor_status"), Severity.LOW, Set.of()).accepts(STATUS, "sensor_status"))
                .isTrue();
        assertThat(filter(Set.of("syscall"), Severity.LOW, Set.of()).accepts(GAP, "sensor_gap"))
                .isFalse();
        assertThat(filter(Set.of(), Severity.LOW, Set.of("x")).accepts(GAP, "sensor_gap"))
                .isFalse();
    }
}
