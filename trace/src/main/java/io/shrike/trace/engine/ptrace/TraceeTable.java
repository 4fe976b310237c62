package io.shrike.trace.engine.ptrace;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The followed threads by number: open addressing with linear probing, at most half full. Those that leave are used again.
 * Owned by the stop thread; nothing allocates but a table that grows.
 */
final class TraceeTable {
    private static final int MOST_SPARE = 1024;
    private static final int FIRST_CAPACITY = 64;

    private final Deque<Tracee> spare = new ArrayDeque<>();
    private @Nullable Tracee[] slots = new @Nullable Tracee[FIRST_CAPACITY];
    private int size;

    int size() {
        return size;
    }

    boolean contains(int tid) {
        return slots[slotOf(tid)] != null;
    }

    /** The thread, new where it is not known yet. */
    Tracee get(int tid) {
        Tracee known = slots[slotOf(tid)];
        if (known != null) {
            return known;
        }
        Tracee fresh = spare.isEmpty() ? new Tracee() : spare.removeLast();
        fresh.reset(tid);
        put(fresh);
        return fresh;
    }

    /** It is gone, or not followed any more. */
    void remove(int tid) {
        Tracee removed = take(tid);
        if (removed == null) {
            return;
        }
        removed.reset(0);
        if (spare.size() < MOST_SPARE) {
            spare.addLast(removed);
        }
    }

    /** The thread {@code from} has taken the number {@code to}, and who had it is gone. */
    Tracee rename(int from, int to) {
        Tracee moved = from == to ? null : take(from);
        if (moved == null) {
            return get(to);
        }
        remove(to);
        moved.tid = to;
        put(moved);
        return moved;
    }

    void forEach(Consumer<Tracee> action) {
        for (Tracee tracee : slots) {
            if (tracee != null) {
                action.accept(tracee);
            }
        }
    }

    void clear() {
        for (Tracee tracee : slots) {
            if (tracee != null) {
                tracee.reset(0);
            }
        }
        Arrays.fill(slots, null);
        size = 0;
    }

    private void put(Tracee tracee) {
        if (2 * (size + 1) > slots.length) {
            @Nullable Tracee[] old = slots;
            slots = new @Nullable Tracee[2 * old.length];
            for (Tracee moved : old) {
                if (moved != null) {
                    slots[slotOf(moved.tid)] = moved;
                }
            }
        }
        slots[slotOf(tracee.tid)] = tracee;
        size++;
    }

    private @Nullable Tracee take(int tid) {
        int hole = slotOf(tid);
        Tracee taken = slots[hole];
        if (taken == null) {
            return null;
        }
        slots[hole] = null;
        size--;
        closeGap(hole);
        return taken;
    }

    /** Moves those that were pushed on by the one that left. */
    private void closeGap(int hole) {
        int mask = slots.length - 1;
        for (int at = (hole + 1) & mask; slots[at] != null; at = (at + 1) & mask) {
            Tracee pushed = slots[at];
            slots[at] = null;
            if (pushed != null) {
                slots[slotOf(pushed.tid)] = pushed;
            }
        }
    }

    /** Where the thread is, or would be put. */
    private int slotOf(int tid) {
        int mask = slots.length - 1;
        int at = ((tid * 0x9E3779B9) >>> 16) & mask;
        while (true) {
            Tracee there = slots[at];
            if (there == null || there.tid == tid) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }
}
