package io.shrike.delivery.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Lines that wait to be written, in one growing array. */
final class LineBuffer extends ByteArrayOutputStream {
    private static final int KEPT = 1 << 20;

    LineBuffer(int size) {
        super(size);
    }

    /** Forgets everything from {@code size} on. */
    synchronized void truncate(int size) {
        count = size;
    }

    /** The lines without a copy: valid until the next write. */
    synchronized ByteBuffer view() {
        return ByteBuffer.wrap(buf, 0, count);
    }

    /** The bytes as they lie in memory, of which the first {@link #size()} count: valid until the next write. */
    synchronized byte[] array() {
        return buf;
    }

    /** Empties the buffer, and gives back what a few huge events took. */
    synchronized void clear(int size) {
        count = 0;
        if (buf.length > KEPT) {
            buf = new byte[size];
        }
    }
}
