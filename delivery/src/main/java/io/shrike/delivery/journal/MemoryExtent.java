package io.shrike.delivery.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A segment that no file holds. */
final class MemoryExtent implements Extent {
    private static final int FIRST = 16_384;

    private byte[] bytes = new byte[FIRST];
    private int size;

    @Override
    public void write(ByteBuffer from, long at) {
        int end = Math.toIntExact(at) + from.remaining();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        from.get(bytes, (int) at, from.remaining());
        size = Math.max(size, end);
    }

    @Override
    public void read(ByteBuffer into, long at) {
        int length = (int) Math.min(into.remaining(), size - at);
        if (length > 0) {
            into.put(bytes, (int) at, length);
        }
    }

    @Override
    public void truncate(long to) {
        size = (int) Math.min(size, to);
    }

    @Override
    public void delete() {
        close();
    }

    @Override
    public void close() {
        bytes = new byte[0];
        size = 0;
    }

    @Override
    public boolean inMemory() {
        return true;
    }
}
