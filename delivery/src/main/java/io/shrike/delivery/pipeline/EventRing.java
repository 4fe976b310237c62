package io.shrike.delivery.pipeline;

import io.shrike.model.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from one producer, the stop thread, to one consumer, the writer. {@link #offer} never waits, locks or
 * allocates: when the ring is full, or sealed, the event is lost and counted, and the next accepted one carries how many were
 * lost right before it. Full is a ring whose slots are taken, or whose events hold more heap than {@code budget} bytes.
 *
 * <p>A slot holds null when it is free: the producer's release store of the event publishes it, and the consumer's release
 * store of null gives the slot back. Neither side reads the other's position. Positions and counters live in one array, those
 * of different owners two cache lines apart:
 *
 * <pre>
 *  cell  0        16             32           48           64
 *        |padding | TAIL         | HEAD       | SEALED     |
 *        |        | PENDING_LOSS | LOSS_TAKEN | (seldom    |
 *        |        | LOST         | FREED      |  written)  |
 *        |        | ADDED        |            |            |
 *        |        | FREED_SEEN   |            |            |
 *        |        | producer     | consumer   | consumer   |
 * </pre>
 *
 * <p>The note of a slot is {@code lost before it << 32 | weight}. It is written before the slot's release store and read before
 * the slot is given back, so it needs no ordering of its own. ADDED and FREED are the sums of weights that came and went; the
 * producer looks at FREED anew only when what it saw last leaves no room.
 */
public final class EventRing {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Event[].class);
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int TAIL = 16;
    private static final int PENDING_LOSS = 17;
    private static final int LOST = 18;
    private static final int ADDED = 19;
    private static final int FREED_SEEN = 20;
    private static final int HEAD = 32;
    private static final int LOSS_TAKEN = 33;
    private static final int FREED = 34;
    private static final int SEALED = 48;
    private static final int CELLS = 64;

    private final @Nullable Event[] slots;
    private final long[] notes;
    private final int mask;
    private final long budget;
    private final long[] cells = new long[CELLS];
    private final EventWeight weight = new EventWeight();
    private final Wakeup wakeup;

    /** Takes what the consumer drains. */
    @FunctionalInterface
    interface Receiver {
        /** {@code lostBefore} events were lost between the one received before and this. */
        void receive(Event event, long lostBefore);
    }

    EventRing(int capacity, long budget, Wakeup wakeup) {
        if (capacity <= 0 || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity is not a power of two: capacity=" + capacity);
        }
        this.slots = new Event[capacity];
        this.notes = new long[capacity];
        this.mask = capacity - 1;
        this.budget = budget;
        this.wakeup = wakeup;
    }

    /** Producer: hands the event over. False: it is lost, and counted. */
    public boolean offer(Event event) {
        long tail = cells[TAIL];
        int slot = (int) tail & mask;
        if (SLOT.getAcquire(slots, slot) != null || (long) CELL.getOpaque(cells, SEALED) != 0) {
            return lose();
        }
        int bytes = weight.of(event);
        if (!fits(bytes)) {
            return lose();
        }
        notes[slot] = takePendingLoss() << 32 | bytes;
        cells[ADDED] += bytes;
        CELL.setOpaque(cells, TAIL, tail + 1);
        SLOT.setRelease(slots, slot, event);
        wakeup.wakeIfAsleep();
        return true;
    }

    /** Producer: how many events were accepted so far. */
    long accepted() {
        return cells[TAIL];
    }

    private boolean lose() {
        cells[PENDING_LOSS]++;
        CELL.setRelease(cells, LOST, cells[LOST] + 1);
        return false;
    }

    /** An event heavier than the budget fits when it is alone. */
    private boolean fits(int bytes) {
        if (cells[ADDED] - cells[FREED_SEEN] + bytes <= budget) {
            return true;
        }
        cells[FREED_SEEN] = (long) CELL.getAcquire(cells, FREED);
        long held = cells[ADDED] - cells[FREED_SEEN];
        return held == 0 || held + bytes <= budget;
    }

    private long takePendingLoss() {
        long taken = Math.min(Integer.MAX_VALUE, cells[PENDING_LOSS]);
        cells[PENDING_LOSS] -= taken;
        return taken;
    }

    /** Consumer: passes on at most {@code limit} events, oldest first, and tells how many. */
    int drain(Receiver receiver, int limit) {
        int drained = 0;
        while (drained < limit) {
            long head = cells[HEAD];
            int slot = (int) head & mask;
            Event event = (Event) SLOT.getAcquire(slots, slot);
            if (event == null) {
                break;
            }
            long lost = notes[slot] >>> 32;
            int bytes = (int) notes[slot];
            cells[LOSS_TAKEN] += lost;
            SLOT.setRelease(slots, slot, null);
            CELL.setRelease(cells, HEAD, head + 1);
            CELL.setRelease(cells, FREED, cells[FREED] + bytes);
            drained++;
            receiver.receive(event, lost);
        }
        return drained;
    }

    /** Consumer: whether nothing is there to drain. */
    boolean isEmpty() {
        return SLOT.getAcquire(slots, (int) cells[HEAD] & mask) == null;
    }

    /** Consumer: from now on everything offered is lost; what is in the ring, and an offer under way, can still be drained. */
    void seal() {
        CELL.setVolatile(cells, SEALED, 1L);
    }

    /** Consumer: events lost that no accepted event will carry, once the ring is sealed and empty. */
    long takeTrailingLoss() {
        long trailing = lost() - cells[LOSS_TAKEN];
        cells[LOSS_TAKEN] += trailing;
        return trailing;
    }

    /** Events lost since the start. Any thread. */
    public long lost() {
        return (long) CELL.getAcquire(cells, LOST);
    }

    /** Events that wait, at about this moment; to the producer never fewer than there are. Any thread. */
    public long size() {
        long head = (long) CELL.getAcquire(cells, HEAD);
        return Math.max(0, (long) CELL.getOpaque(cells, TAIL) - head);
    }

    public int capacity() {
        return slots.length;
    }
}
