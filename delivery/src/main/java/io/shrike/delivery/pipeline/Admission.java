package io.shrike.delivery.pipeline;

import io.shrike.delivery.encode.ContainerSource;
import io.shrike.delivery.encode.OutboundEvent;
import io.shrike.model.Event;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Gives each event its identity, withholds what sampling and the rate limit say, and numbers what goes out. A lost event
 * takes a number too, a withheld one does not. The sensor's own events are never withheld. A new shaping holds from a place
 * in the ring on, so that events of one policy are never shaped by another. Owned by the writer thread, but for
 * {@link #reshape}.
 */
final class Admission implements EventRing.Receiver {
    private final Outlet outlet;
    private final Tally tally;
    private final EventIds ids;
    private final ContainerSource containers;
    private final RateLimit rateLimit = new RateLimit();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private Shaping shaping;
    private long taken;
    private long sequence;

    /** {@code from}: how many events of the ring go before. */
    private record Change(Shaping shaping, long from) {}

    Admission(Outlet outlet, Tally tally, EventIds ids, PipelineConfig config) {
        this.outlet = outlet;
        this.tally = tally;
        this.ids = ids;
        this.containers = config.containers();
        this.shaping = config.shaping();
    }

    /** The stop thread: takes effect after the first {@code from} events of the ring. */
    void reshape(Shaping wanted, long from) {
        changes.add(new Change(wanted, from));
    }

    /** Takes the next event of the ring. */
    void receiveInTurn(Event event, long lostBefore) {
        for (Change next = changes.peek(); next != null && next.from() <= taken; next = changes.peek()) {
            shaping = next.shaping();
            changes.remove();
        }
        taken++;
        receive(event, lostBefore);
    }

    @Override
    public void receive(Event event, long lostBefore) {
        leaveHole(lostBefore);
        UUID id = ids.next(event.timestamp());
        switch (event) {
            case Event.Observed observed -> receiveObserved(observed, id);
            case Event.SensorStatus _,
                    Event.SensorGap _,
                    Event.PolicyLoaded _,
                    Event.PolicyError _,
                    Event.EventsSuppressed _ -> send(event, id, OptionalDouble.empty());
        }
    }

    private void receiveObserved(Event.Observed event, UUID id) {
        Shaping rules = shaping;
        double rate = rules.rateOf(event);
        if (rate < 1 && !Shaping.keeps(id, rate)) {
            tally.sampled.incrementAndGet();
            return;
        }
        if (rules.maxEventsPerSecond().isPresent()
                && !rateLimit.admits(event, rules.maxEventsPerSecond().getAsInt())) {
            tally.suppressed.incrementAndGet();
            return;
        }
        send(event, id, rate < 1 ? OptionalDouble.of(rate) : OptionalDouble.empty());
    }

    private void send(Event event, UUID id, OptionalDouble sampleRate) {
        sequence++;
        outlet.append(new OutboundEvent(event, id, sequence, sampleRate, containers.of(event)));
    }

    /** Leaves the numbers of lost events out. */
    void leaveHole(long lost) {
        sequence += lost;
    }

    boolean hasSuppressed() {
        return rateLimit.hasSuppressed();
    }

    Map<String, Long> takeSuppressed() {
        return rateLimit.takeSuppressed();
    }
}
