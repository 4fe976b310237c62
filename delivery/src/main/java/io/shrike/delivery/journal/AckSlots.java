package io.shrike.delivery.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The head of a segment: how far each destination has acknowledged it, and how far it was given of it where that matters. A slot is written in place, so that it can be even on a
 * full disk; a slot that does not check out counts as nothing acknowledged, which sends events twice rather than never.
 *
 * <pre>
 * 0          8             16            24       28     32
 * +----------+-------------+-------------+--------+------+---
 * | SHRIKEJ1 | zero        | destination | offset | sum  | ... 64 slots
 * +----------+-------------+-------------+--------+------+---
 * </pre>
 */
final class AckSlots {
    static final int SIZE = 16 + 64 * 16;
    private static final long MAGIC = 0x5348_5249_4b45_4a31L;
    private static final int SLOTS = 64;
    private static final int SLOT = 16;

    private final Map<Long, Integer> slotOf = new HashMap<>();

    /** A fresh head. */
    static ByteBuffer fresh() {
        ByteBuffer head = ByteBuffer.allocate(SIZE);
        head.putLong(0, MAGIC);
        return head;
    }

    /** Reads how far each destination got; false if this is no segment. */
    boolean read(ByteBuffer head, Map<Long, Long> offsets) {
        if (head.remaining() < SIZE || head.getLong(0) != MAGIC) {
            return false;
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            int at = SLOT + SLOT * slot;
            long destination = head.getLong(at);
            int offset = head.getInt(at + 8);
            if (offset != 0) {
                slotOf.put(destination, slot);
                if (head.getInt(at + 12) == sum(destination, offset)) {
                    offsets.put(destination, (long) offset);
                }
            }
        }
        return true;
    }

    /** Writes how far one destination got. Beyond 64 destinations nothing is kept of it. */
    void write(Extent extent, long destination, long offset) throws IOException {
        int slot = slotOf.computeIfAbsent(destination, _ -> slotOf.size());
        if (slot >= SLOTS) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(SLOT);
        bytes.putLong(destination).putInt((int) offset).putInt(sum(destination, (int) offset));
        extent.write(bytes.flip(), SLOT + (long) SLOT * slot);
    }

    private static int sum(long destination, int offset) {
        return Long.hashCode(destination * 0x9e37_79b9_7f4a_7c15L + offset * 0xc2b2_ae3d_27d4_eb4fL);
    }
}
