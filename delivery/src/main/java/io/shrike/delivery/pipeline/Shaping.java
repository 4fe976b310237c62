package io.shrike.delivery.pipeline;

import io.shrike.model.Action;
import io.shrike.model.Decision;
import io.shrike.model.Event;
import io.shrike.model.Severity;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/**
 * What is withheld on purpose, from the {@code performance} sections of the policies. {@code samplingRate} gives the share of
 * events with such a decision that is kept, in (0,1]; 1 keeps every one. {@code maxEventsPerSecond} is absent where there is
 * no limit.
 */
public record Shaping(ToDoubleFunction<Decision> samplingRate, OptionalInt maxEventsPerSecond) {
    private static final long RANDOM_53_BITS = (1L << 53) - 1;

    /** Everything is told. */
    public static final Shaping NONE = new Shaping(_ -> 1, OptionalInt.empty());

    public Shaping {
        if (maxEventsPerSecond.isPresent() && maxEventsPerSecond.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "maxEventsPerSecond is below 1: maxEventsPerSecond=" + maxEventsPerSecond.getAsInt());
        }
    }

    /**
     * One rate for events of action log and severity below high; {@code sampleAll} lets it apply to every event.
     */
    public static Shaping uniform(double rate, boolean sampleAll, OptionalInt maxEventsPerSecond) {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("samplingRate is not in (0,1]: samplingRate=" + rate);
        }
        return new Shaping(decision -> sampleAll || isMinor(decision) ? rate : 1, maxEventsPerSecond);
    }

    private static boolean isMinor(Decision decision) {
        return decision.action() == Action.LOG && !decision.severity().atLeast(Severity.HIGH);
    }

    /** The share of events like this one that is kept. */
    double rateOf(Event.Observed event) {
        return samplingRate.applyAsDouble(event.decision());
    }

    /** Whether the event of this id is kept at a rate: its 53 lowest bits, as a fraction, lie below it. */
    static boolean keeps(UUID eventId, double rate) {
        return (eventId.getLeastSignificantBits() & RANDOM_53_BITS) * 0x1p-53 < rate;
    }
}
