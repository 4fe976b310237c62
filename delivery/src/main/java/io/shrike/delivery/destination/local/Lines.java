package io.shrike.delivery.destination.local;

import io.shrike.model.ByteString;
import java.nio.ByteBuffer;
import java.util.List;

/** Events as lines. */
final class Lines {
    private Lines() {}

    /** Each event and a newline. */
    static ByteBuffer of(List<ByteString> events) {
        int length = events.stream().mapToInt(event -> event.length() + 1).sum();
        ByteBuffer lines = ByteBuffer.allocate(length);
        for (ByteString event : events) {
            lines.put(event.toArray()).put((byte) '\n');
        }
        return lines.flip();
    }
}
