package io.shrike.delivery.destination;

import java.nio.ByteBuffer;

/**
 * Takes whole lines, one JSON object each. Used by one thread, which it may block: the stop thread never waits for it. It
 * neither throws nor prints; what went wrong is in the result.
 */
public interface LineSink extends AutoCloseable {
    /**
     * Writes from the buffer's position, which then tells how far it got, also in the middle of a line. After {@link
     * WriteResult.Again} the caller comes back with the same buffer; after {@link WriteResult.Lost} it never does.
     */
    WriteResult write(ByteBuffer lines);

    /** What it is, for people, e.g. {@code file /var/log/events.jsonl}. */
    String description();

    /** Gives its descriptor back, without a word if that fails. */
    @Override
    void close();
}
