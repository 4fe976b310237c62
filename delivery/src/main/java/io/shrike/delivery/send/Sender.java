package io.shrike.delivery.send;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.delivery.journal.Batch;
import io.shrike.delivery.journal.Entry;
import io.shrike.delivery.journal.Journal;
import java.time.Duration;
import java.util.List;
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
    /** What is left of a batch that the destination took in part; the journal keeps the batch until nothing is. */
    private Optional<Remainder> partly = Optional.empty();

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
                if (partly.isEmpty()) {
                    journal.await(key, 1, IDLE);
                    journal.await(key, limits.events(), limits.longest().toNanos());
                }
                sendOne();
            } catch (InterruptedException _) {
                break;
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError failure) {
                tally.failed(failure.getClass().getSimpleName(), backoff.isOpen());
                pause(backoff.failed(), false);
            }
        }
        destination.close();
    }

    private void sendOne() {
        int most = most();
        Remainder work = partly.isPresent() ? partly.get() : new Remainder(poll(most));
        if (work.isEmpty()) {
            journal.acknowledge(work.batch());
            rest();
            return;
        }
        List<Entry> entries = work.first(most);
        SendResult result = destination.send(entries.stream().map(Entry::event).toList());
        switch (result) {
            case SendResult.Accepted _ -> {
                succeeded(entries.size());
                settle(work, entries.size(), List.of());
            }
            case SendResult.Partial partial -> partial(work, entries.size(), partial);
            case SendResult.Later(String reason, Optional<Duration> wait) -> later(reason, wait);
            case SendResult.Unauthorized(String reason, String what) -> {
                tell(what);
                later(reason, Optional.empty());
            }
            case SendResult.Refused(String reason) -> refused(work, entries.size(), reason);
        }
    }

    /** A batch that must stay one is sent as it is, unless it was refused so. */
    private int most() {
        if (destination.keepsBatches()) {
            return mostEvents < limits.events() ? mostEvents : Integer.MAX_VALUE;
        }
        return backoff.isOpen() ? 1 : mostEvents;
    }

    private Batch poll(int most) {
        return destination.keepsBatches()
                ? journal.pollSame(key, limits.events(), limits.bytes())
                : journal.poll(key, most, limits.bytes());
    }

    /** Once everybody hurries the journal no longer makes anybody wait. */
    private void rest() {
        if (hurried) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private void succeeded(int delivered) {
        everAccepted = true;
        backoff.succeeded();
        tally.succeeded();
        tally.delivered.addAndGet(delivered);
        mostEvents = Math.min(limits.events(), mostEvents * 2);
    }

    private void settle(Remainder work, int sent, List<Integer> left) {
        work.settle(sent, left);
        if (work.isEmpty()) {
            journal.acknowledge(work.batch());
            partly = Optional.empty();
        } else {
            partly = Optional.of(work);
        }
    }

    private void partial(Remainder work, int sent, SendResult.Partial result) {
        int delivered = sent - result.left().size() - result.refused().size();
        if (delivered > 0) {
            succeeded(delivered);
        }
        tally.refused.addAndGet(result.refused().size());
        settle(work, sent, result.left());
        if (result.left().isEmpty()) {
            tally.failed(result.reason(), backoff.isOpen());
        } else {
            later(result.reason(), result.pause());
        }
    }

    private void later(String reason, Optional<Duration> wait) {
        Duration pause = backoff.failed();
        tally.failed(reason, backoff.isOpen());
        pause(wait.filter(asked -> asked.compareTo(pause) > 0).orElse(pause), wait.isPresent());
    }

    /** A batch that is refused is sent in smaller ones, down to the event that is to blame; the others are not lost with it. */
    private void refused(Remainder work, int sent, String reason) {
        if (sent > 1) {
            mostEvents = Math.max(1, sent / 2);
            tally.failed(reason, backoff.isOpen());
        } else if (everAccepted) {
            settle(work, sent, List.of());
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
