package io.shrike.delivery.pipeline;

import io.shrike.model.Event;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Events of every thread but the stop thread, such as policy reloads: few, bounded, under a lock. Full is a loss, counted. */
final class Inbox {
    private final ArrayBlockingQueue<Event> queue;
    private final Wakeup wakeup;
    private final AtomicLong lost = new AtomicLong();
    private long lossTaken;

    Inbox(int capacity, Wakeup wakeup) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.wakeup = wakeup;
    }

    /** Any thread. False: the event is lost, and counted. */
    boolean submit(Event event) {
        boolean accepted = queue.offer(event);
        if (accepted) {
            wakeup.wakeIfAsleep();
        } else {
            lost.incrementAndGet();
        }
        return accepted;
    }

    /** Consumer: passes on what is there. Losses are told before the first event that follows them at the latest. */
    int drain(EventRing.Receiver receiver) {
        int drained = 0;
        for (Event event = queue.poll(); event != null; event = queue.poll()) {
            receiver.receive(event, takeLoss());
            drained++;
        }
        return drained;
    }

    /** Consumer: events lost and not told yet. */
    long takeLoss() {
        long loss = lost.get() - lossTaken;
        lossTaken += loss;
        return loss;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    long lost() {
        return lost.get();
    }
}
