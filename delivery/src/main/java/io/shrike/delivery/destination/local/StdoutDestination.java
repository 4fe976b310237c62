package io.shrike.delivery.destination.local;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.delivery.destination.WriteResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A stream that others write to as well, one event a line. As many whole lines as a pipe takes at once are one write, so that nothing
 * comes between their bytes; a longer line is a write of its own. After a line that was cut short comes a line's end, and
 * then that line again.
 */
public final class StdoutDestination implements RemoteDestination {
    /** PIPE_BUF of linux/limits.h: what a pipe takes as a whole or not at all. */
    private static final int WHOLE = 4096;

    private final LineSink stream;
    private boolean torn;

    public StdoutDestination(LineSink stream) {
        this.stream = stream;
    }

    @Override
    public String name() {
        return stream.description();
    }

    @Override
    public Optional<String> typeOf(Event event) {
        return Optional.of(event.type().wireName());
    }

    @Override
    public SendResult send(List<ByteString> events) {
        int done = 0;
        while (done < events.size()) {
            List<ByteString> together = together(events, done);
            WriteResult result = write(together);
            if (!(result instanceof WriteResult.Done)) {
                return failed(result, done, events.size());
            }
            done += together.size();
        }
        return SendResult.ACCEPTED;
    }

    /** At least one. */
    private List<ByteString> together(List<ByteString> events, int from) {
        List<ByteString> together = new ArrayList<>();
        int length = torn ? 1 : 0;
        for (ByteString event : events.subList(from, events.size())) {
            length += event.length() + 1;
            if (length > WHOLE && !together.isEmpty()) {
                break;
            }
            together.add(event);
        }
        return together;
    }

    private WriteResult write(List<ByteString> events) {
        ByteBuffer lines = Lines.of(events);
        if (torn) {
            lines = ByteBuffer.allocate(lines.remaining() + 1)
                    .put((byte) '\n')
                    .put(lines)
                    .flip();
        }
        WriteResult result = stream.write(lines);
        if (lines.position() > 0) {
            torn = lines.hasRemaining() && lines.get(lines.position() - 1) != '\n';
        }
        return result;
    }

    private static SendResult failed(WriteResult result, int done, int size) {
        String reason = reason(result);
        if (done > 0) {
            List<Integer> left = IntStream.range(done, size).boxed().toList();
            return new SendResult.Partial(left, List.of(), reason, Optional.empty());
        }
        return result instanceof WriteResult.Lost
                ? new SendResult.Unauthorized(reason, "a write to it fails with " + reason)
                : SendResult.later(reason);
    }

    private static String reason(WriteResult result) {
        return switch (result) {
            case WriteResult.Done _ -> "";
            case WriteResult.Again(String reason) -> reason;
            case WriteResult.Lost(String reason) -> reason;
        };
    }

    @Override
    public void close() {
        stream.close();
    }
}
