package io.shrike.delivery.send;

import io.shrike.delivery.journal.Entry;
import io.shrike.delivery.journal.Journal;
import io.shrike.delivery.journal.JournalConfig;
import io.shrike.delivery.pipeline.EventTap;
import io.shrike.model.ByteString;
import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The way of events to all remote destinations: each event that one of them is to have goes into the journal, and each
 * destination's own thread, named shrike-send, takes it from there. Thread-safe.
 */
public final class Deliveries implements EventTap, AutoCloseable {
    private static final long POLL = 2_000_000;
    private static final Duration LAST_ANSWER = Duration.ofMillis(200);

    private final Journal journal;
    private final List<Route> routes;
    private final List<Sender> senders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> notes;
    private final InstantSource clock;

    private Deliveries(Journal journal, List<Route> routes, List<String> notes, InstantSource clock) {
        this.journal = journal;
        this.routes = List.copyOf(routes);
        this.notes = List.copyOf(notes);
        this.clock = clock;
    }

    /**
     * Opens the journal and starts one sender a route. {@code notes} are for the status; {@code operator} is told, seldom,
     * what a person must see to.
     */
    public static Deliveries start(
            JournalConfig config,
            List<Route> routes,
            BatchLimits limits,
            List<String> notes,
            Consumer<String> operator) {
        return start(
                config,
                routes,
                limits,
                notes,
                operator,
                () -> new Backoff(new SplittableRandom(new SecureRandom().nextLong())));
    }

    static Deliveries start(
            JournalConfig config,
            List<Route> routes,
            BatchLimits limits,
            List<String> notes,
            Consumer<String> operator,
            Supplier<Backoff> backoffs) {
        Journal journal = Journal.open(config, routes.stream().map(Route::key).collect(Collectors.toSet()));
        Deliveries deliveries = new Deliveries(journal, routes, notes, InstantSource.system());
        for (Route route : routes) {
            Sender sender = new Sender(journal, route, limits, backoffs.get(), operator);
            deliveries.senders.add(sender);
            deliveries.threads.add(
                    Thread.ofPlatform().name("shrike-send").daemon().start(sender));
        }
        return deliveries;
    }

    @Override
    public void take(Event event, byte[] bytes, int from, int to) {
        List<Long> keys = routes.stream()
                .filter(route -> route.accepts(event))
                .map(Route::key)
                .toList();
        if (!keys.isEmpty()) {
            ByteString line = ByteString.copyOf(bytes, from, to - from);
            journal.append(event.severity(), new Entry(event.timestamp().toEpochMilli(), keys, line));
        }
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public void flush() {
        journal.flush();
    }

    /** Sends what waits, no longer than {@code limit}; tells whether everything was delivered. */
    public boolean drain(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        hurry(true);
        while (anyWaits() && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(this, POLL);
        }
        hurry(false);
        return !anyWaits();
    }

    private void hurry(boolean wanted) {
        senders.forEach(sender -> sender.hurry(wanted));
        journal.hurry(wanted);
        threads.forEach(LockSupport::unpark);
    }

    private boolean anyWaits() {
        return senders.stream().anyMatch(sender -> journal.waiting(sender.key()) > 0);
    }

    @Override
    public DeliveryState state() {
        return new DeliveryState(senders.stream().map(this::state).toList(), Optional.of(journal.report()), notes);
    }

    private DeliveryState.Destination state(Sender sender) {
        SenderTally tally = sender.tally();
        long now = clock.instant().toEpochMilli();
        long oldest = journal.oldestWaiting(sender.key()).orElse(now);
        return new DeliveryState.Destination(
                sender.name(),
                tally.circuit(),
                tally.delivered.get(),
                journal.waiting(sender.key()),
                Math.max(0, now - oldest) / 1000.0,
                tally.refused.get(),
                journal.droppedOf(sender.key()),
                tally.failures(),
                tally.lastFailure());
    }

    /** Stops sending; what waits stays in the journal. A request under way gets a moment for its answer. */
    @Override
    public void close() {
        senders.forEach(Sender::stop);
        journal.hurry(true);
        threads.forEach(LockSupport::unpark);
        long deadline = System.nanoTime() + LAST_ANSWER.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        journal.close();
    }
}
