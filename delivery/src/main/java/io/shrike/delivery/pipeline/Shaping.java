package io.shrike.delivery.pipeline;

import io.shrike.model.Action;
import io.shrike.model.Event;
import io.shrike.model.Severity;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What is withheld on purpose, from the {@code performance} section of the policies. {@code samplingRate} in (0,1] is the
 * share of events that is kept; {@code sampleAll} lets it apply to every event of a rule, not only to those of action log and
 * severity below high. {@code maxEventsPerSecond} is absent where there is no limit.
 */
public record Shaping(double samplingRate, boolean sampleAll, OptionalInt maxEventsPerSecond) {
    private static final long RANDOM_53_BITS = (1L << 53) - 1;

    /** Everything is told. */
    public static final Shaping NONE = new Shaping(1, false, OptionalInt.empty());

    public Shaping {
        if (!(samplingRate > 0 && samplingRate <= 1)) {
            throw new IllegalArgumentException("samplingRate is not in (0,1]: samplingRate=" + samplingRate);
        }
        if (maxEventsPerSecond.isPresent() && maxEventsPerSecond.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "maxEventsPerSecond is below 1: maxEventsPerSecond=" + maxEventsPerSecond.getAsInt());
        }
    }

    /** Whether sampling is about this event at all. */
    boolean samples(Event.Observed event) {
        if (samplingRate == 1) {
            return false;
        }
        boolean minor = event.decision().action() == Action.LOG
                && !event.decision().severity().atLeast(Severity.HIGH);
        return minor || sampleAll;
    }

    /** Whether the event of this id is kept: its 53 lowest bits, as a fraction, lie below the rate. */
    boolean keeps(UUID eventId) {
        return (eventId.getLeastSignificantBits() & RANDOM_53_BITS) * 0x1p-53 < samplingRate;
    }
}
