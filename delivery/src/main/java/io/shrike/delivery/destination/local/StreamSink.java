package io.shrike.delivery.destination.local;

import io.shrike.delivery.destination.ErrnoName;
import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.WriteResult;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;

/**
 * Standard output or standard error, shared with others: it is never closed and its flags are never changed. A reader that is
 * gone (EPIPE) loses the lines; a descriptor that somebody made non-blocking and that is full (EAGAIN) is tried again.
 */
public final class StreamSink implements LineSink {
    private final WritableByteChannel channel;
    private final String name;

    private StreamSink(WritableByteChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    public static StreamSink standardOutput() {
        return new StreamSink(new FileOutputStream(FileDescriptor.out).getChannel(), "standard output");
    }

    public static StreamSink standardError() {
        return new StreamSink(new FileOutputStream(FileDescriptor.err).getChannel(), "standard error");
    }

    /** A sink on an open channel, as an inherited descriptor or a pipe gives it. */
    static StreamSink of(WritableByteChannel channel, String name) {
        return new StreamSink(channel, name);
    }

    @Override
    public WriteResult write(ByteBuffer lines) {
        try {
            while (lines.hasRemaining()) {
                if (channel.write(lines) == 0) {
                    return new WriteResult.Again("EAGAIN");
                }
            }
            return WriteResult.DONE;
        } catch (ClosedChannelException _) {
            return new WriteResult.Lost("EBADF");
        } catch (IOException failure) {
            return new WriteResult.Lost(ErrnoName.of(failure));
        }
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public void close() {}
}
