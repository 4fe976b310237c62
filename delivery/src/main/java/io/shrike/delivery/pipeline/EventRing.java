package io.shrike.delivery.pipeline;

import io.shrike.model.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from one producer, the stop thread, to one consumer, the writer. {@link #offer} never waits, locks or
 * allocates: when the ring is full, or sealed, the event is lost and counted, and the next accepted one carries how many were
 * lost right before it.
 *
 * <p>A slot holds null when it is free: the producer's release store of the event publishes it, and the consumer's release
 * store of null gives the slot back. Neither side reads the other's position. Positions and counters live in one array, those
 * of different owners two cache lines apart:
 *
 * <pre>
 *  cell  0        16            32           48           64
 *        |padding | TAIL        | HEAD       | SEALED     |
 *        |        | PENDING_LOSS| LOSS_TAKEN | (seldom    |
 *        |        | LOST        |            |  written)  |
 *        |        | producer    | consumer   | consumer   |
 * </pre>
 *
 * <p>{@code lostBefore} of a slot is written before the slot's release store and cleared before it is given back, so it needs
 * no ordering of its own.
 */
public final class EventRing {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Event[].class);
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int TAIL = 16;
    private static final int PENDING_LOSS = 17;
    private static final int LOST = 18;
    private static final int HEAD = 32;
    private static final int LOSS_TAKEN = 33;
    private static final int SEALED = 48;
    private static final int CELLS = 64;

    private final @Nullable Event[] slots;
    private final int[] lostBefore;
    private final int mask;
    private final long[] cells = new long[CELLS];
    private final Wakeup wakeup;

    /** Takes what the consumer drains. */
    @FunctionalInterface
    interface Receiver {
        /** {@code lostBefore} events were lost between the one received before and this. */
        void receive(Event event, long lostBefore);
    }

    EventRing(int capacity, Wakeup wakeup) {
        if (capacity <= 0 || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity is not a power of two: capacity=" + capacity);
        }
        this.slots = new Event[capacity];
        this.lostBefore = new int[capacity];
        this.mask = capacity - 1;
        this.wakeup = wakeup;
    }

    /** Producer: hands the event over. False: it is lost, and counted. */
    public boolean offer(Event event) {
        long tail = cells[TAIL];
        int slot = (int) tail & mask;
        if (SLOT.getAcquire(slots, slot) != null || (long) CELL.getOpaque(cells, SEALED) != 0) {
            cells[PENDING_LOSS]++;
            CELL.setRelease(cells, LOST, cells[LOST] + 1);
            return false;
        }
        if (cells[PENDING_LOSS] != 0) {
            placeLoss(slot);
        }
        CELL.setOpaque(cells, TAIL, tail + 1);
        SLOT.setRelease(slots, slot, event);
        wakeup.wakeIfAsleep();
        return true;
    }

    private void placeLoss(int slot) {
        int placed = (int) Math.min(Integer.MAX_VALUE, cells[PENDING_LOSS]);
        lostBefore[slot] = placed;
        cells[PENDING_LOSS] -= placed;
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
            int lost = lostBefore[slot];
            if (lost != 0) {
                lostBefore[slot] = 0;
                cells[LOSS_TAKEN] += lost;
            }
            SLOT.setRelease(slots, slot, null);
            CELL.setRelease(cells, HEAD, head + 1);
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
