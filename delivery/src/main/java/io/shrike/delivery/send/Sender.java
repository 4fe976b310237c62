package io.shrike.delivery.send;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.delivery.journal.Batch;
import io.shrike.delivery.journal.Entry;
import io.shrike.delivery.journal.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The duty of one sender thread: take a batch from the journal, send it, acknowledge it or pause. Events are sent at least once:
 * one whose answer was lost is sent again under the same eventId.
 */
final class Sender implements Runnable {
    private static final long IDLE = TimeUnit.SECONDS.toNanos(30);
    private static final long TELL_INTERVAL = TimeUnit.MINUTES.toNanos(1);
    private static final Duration HURRIED_PAUSE = Duration.ofMillis(250);

    private final Journal journal;
    private final long key;
    private final RemoteDestination destination;
    private final BatchLimits limits;
    private final Backoff backoff;
    private final Consumer<String> operator;
    private final SenderTally tally = new SenderTally();

    private volatile boolean hurried;
    private volatile boolean stopping;
    private int mostEvents;
    private boolean told;
    private long toldAt;
    private boolean everAccepted;

    Sender(Journal journal, Route route, BatchLimits limits, Backoff backoff, Consumer<String> operator) {
        this.journal = journal;
        this.key = route.key();
        this.destination = route.destination();
        this.limits = limits;
        this.backoff = backoff;
        this.operator = operator;
        this.mostEvents = limits.events();
    }

    @Override
    public void run() {
        while (!stopping) {
            try {
                journal.await(key, 1, IDLE);
                journal.await(key, limits.events(), limits.longest().toNanos());
                sendOne();
            } catch (InterruptedException _) {
                break;
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
                tally.failed(failure.getClass().getSimpleName(), backoff.isOpen());
                pause(backoff.failed(), false);
            }
        }
        destination.close();
    }

    private void sendOne() {
        Batch batch = journal.poll(key, backoff.isOpen() ? 1 : mostEvents, limits.bytes());
        if (batch.entries().isEmpty()) {
            journal.acknowledge(batch);
            rest();
            return;
        }
        SendResult result =
                destination.send(batch.entries().stream().map(Entry::event).toList());
        switch (result) {
            case SendResult.Accepted _ -> accepted(batch);
            case SendResult.Later(String reason, Optional<Duration> wait) -> later(reason, wait);
            case SendResult.Unauthorized(String reason, String what) -> {
                tell(what);
                later(reason, Optional.empty());
            }
            case SendResult.Refused(String reason) -> refused(batch, reason);
        }
    }

    /** Once everybody hurries the journal no longer makes anybody wait. */
    private void rest() {
        if (hurried) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void accepted(Batch batch) {
        journal.acknowledge(batch);
        everAccepted = true;
        backoff.succeeded();
        tally.succeeded();
        tally.delivered.addAndGet(batch.entries().size());
        mostEvents = Math.min(limits.events(), mostEvents * 2);
    }

    private void later(String reason, Optional<Duration> wait) {
        Duration pause = backoff.failed();
        tally.failed(reason, backoff.isOpen());
        pause(wait.filter(asked -> asked.compareTo(pause) > 0).orElse(pause), wait.isPresent());
    }

    /** A batch that is refused is sent in smaller ones, down to the event that is to blame; the others are not lost with it. */
    private void refused(Batch batch, String reason) {
        if (batch.entries().size() > 1) {
            mostEvents = Math.max(1, batch.entries().size() / 2);
            tally.failed(reason, backoff.isOpen());
        } else if (everAccepted) {
            journal.acknowledge(batch);
            tally.refused.incrementAndGet();
            tally.failed(reason, backoff.isOpen());
        } else {
            later(reason, Optional.empty());
        }
    }

    private void tell(String what) {
        long now = System.nanoTime();
        if (!told || now - toldAt >= TELL_INTERVAL) {
            told = true;
            toldAt = now;
            operator.accept(destination.name() + " takes no events: " + what + "; they are kept in the journal");
        }
    }

    /** When everybody hurries, pauses that only we asked for are short. */
    private void pause(Duration length, boolean asked) {
        long end = System.nanoTime() + length.toNanos();
        boolean wasHurried = hurried;
        if (wasHurried && !asked) {
            end = System.nanoTime() + HURRIED_PAUSE.toNanos();
        }
        while (!stopping && end - System.nanoTime() > 0 && (asked || hurried == wasHurried)) {
            LockSupport.parkNanos(this, end - System.nanoTime());
        }
    }

    /** Any thread, which then unparks this one: whether pauses are to be short, as the end is near. */
    void hurry(boolean wanted) {
        hurried = wanted;
    }

    /** Any thread, which then unparks this one. */
    void stop() {
        hurried = true;
        stopping = true;
    }

    long key() {
        return key;
    }

    String name() {
        return destination.name();
    }

    SenderTally tally() {
        return tally;
    }
}
