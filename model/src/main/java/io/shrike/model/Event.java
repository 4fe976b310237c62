package io.shrike.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is told to the outside: one JSON object each. Identity and sequence are given where the event leaves the ring. */
public sealed interface Event {
    Instant timestamp();

    EventType type();

    /** How bad it is; events of the sensor itself have a severity too, so that one filter fits all. */
    Severity severity();

    /** An activity that met a rule. */
    record Observed(
            Instant timestamp, Activity activity, ProcessRef process, Decision decision, Outcome outcome, String note)
            implements Event {
        @Override
        public EventType type() {
            return decision.type();
        }

        @Override
        public Severity severity() {
            return decision.severity();
        }
    }

    /**
     * The sensor about itself: at start, every 60 s, at the end. {@code phase} is started, running or stopped; {@code notes}
     * are limits that the operator must know, e.g. no_new_privs.
     */
    record SensorStatus(
            Instant timestamp,
            String phase,
            String engineReason,
            Counts counts,
            List<String> notes,
            List<PolicySource> policySources,
            DeliveryState delivery)
            implements Event {
        @Override
        public EventType type() {
            return EventType.SENSOR_STATUS;
        }

        @Override
        public Severity severity() {
            return Severity.LOW;
        }
    }

    /** Time in which calls went on unwatched. */
    record SensorGap(Instant timestamp, Instant from, String reason, long unwatched) implements Event {
        @Override
        public EventType type() {
            return EventType.SENSOR_GAP;
        }

        @Override
        public Severity severity() {
            return Severity.HIGH;
        }
    }

    /** A policy took effect; {@code restartRequired} lists what the installed filter cannot show. */
    record PolicyLoaded(Instant timestamp, List<String> policies, String source, List<String> restartRequired)
            implements Event {
        @Override
        public EventType type() {
            return EventType.POLICY_LOADED;
        }

        @Override
        public Severity severity() {
            return Severity.LOW;
        }
    }

    /** A policy was refused and the one before stays. */
    record PolicyError(Instant timestamp, String source, List<String> problems) implements Event {
        @Override
        public EventType type() {
            return EventType.POLICY_ERROR;
        }

        @Override
        public Severity severity() {
            return Severity.HIGH;
        }
    }

    /** Events withheld by the rate limit, by rule. */
    record EventsSuppressed(Instant timestamp, Map<String, Long> byRule) implements Event {
        @Override
        public EventType type() {
            return EventType.EVENTS_SUPPRESSED;
        }

        @Override
        public Severity severity() {
            return Severity.MEDIUM;
        }
    }
}
