package io.shrike.app.deliver;

import io.shrike.delivery.journal.JournalConfig;
import io.shrike.delivery.pipeline.EventTap;
import io.shrike.delivery.send.Deliveries;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The remote part of a watch's delivery, which may be none. */
public final class RemoteDelivery implements AutoCloseable {
    private final Optional<Deliveries> deliveries;
    private final EventTap tap;
    private final Optional<ProgramOutput> output;

    private RemoteDelivery(Optional<Deliveries> deliveries, EventTap tap, Optional<ProgramOutput> output) {
        this.deliveries = deliveries;
        this.tap = tap;
        this.output = output;
    }

    /** Opens the journal and starts senders, where there is anybody to send to. */
    public static RemoteDelivery start(DeliveryPlan plan, JournalConfig journal, Consumer<String> operator) {
        if (!plan.secrets().isEmpty()) {
            CoreFiles.prevent();
        }
        if (plan.routes().isEmpty()) {
            return new RemoteDelivery(Optional.empty(), EventTap.none(plan.notes()), Optional.empty());
        }
        Deliveries started = Deliveries.start(journal, plan.routes(), plan.limits(), plan.notes(), operator);
        return new RemoteDelivery(Optional.of(started), started, plan.output());
    }

    /** For the pipeline. */
    public EventTap tap() {
        return tap;
    }

    /** What wants the program's standard output, if anything does. */
    public Optional<ProgramOutput> output() {
        return output;
    }

    /** Sends what waits, no longer than {@code limit}. */
    public void drain(Duration limit) {
        deliveries.ifPresent(started -> started.drain(limit));
    }

    /** What waits stays in the journal. */
    @Override
    public void close() {
        deliveries.ifPresent(Deliveries::close);
    }
}
