package io.shrike.delivery.destination.local;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.WriteResult;
import java.nio.ByteBuffer;

/** For runs whose policy says where the log goes, so that it is written nowhere else. */
public final class NoSink implements LineSink {
    @Override
    public WriteResult write(ByteBuffer lines) {
        lines.position(lines.limit());
        return WriteResult.DONE;
    }

    @Override
    public String description() {
        return "nowhere";
    }

    @Override
    public void close() {}
}
