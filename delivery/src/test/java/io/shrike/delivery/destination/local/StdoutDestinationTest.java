package io.shrike.delivery.destination.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.SendResult;
import io.shrike.delivery.destination.WriteResult;
import io.shrike.model.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which writes a batch becomes, on a stream that takes as many bytes as it is told to. */
class StdoutDestinationTest {
    private final List<String> writes = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private WriteResult full = new WriteResult.Lost("EPIPE");

    private final StdoutDestination destination = new StdoutDestination(new LineSink() {
        @Override
        public WriteResult write(ByteBuffer lines) {
            byte[] taken = new byte[Math.min(room, lines.remaining())];
            lines.get(taken);
            room -= taken.length;
            writes.add(ByteString.of(taken).toString());
            return lines.hasRemaining() ? full : WriteResult.DONE;
        }

        @Override
        public String description() {
            return "standard output";
        }

        @Override
        public void close() {}
    });

    private SendResult send(String... events) {
        return destination.send(List.of(events).stream().map(ByteString::utf8).toList());
    }

    private static String text(int length) {
        return "x".repeat(length);
    }

    @Test
    void writesAsManyWholeLinesAtOnceAsAPipeTakesAsAWhole() {
        assertThat(send("a", text(4092), "c", text(5000), "d")).isEqualTo(SendResult.ACCEPTED);
        assertThat(writes).extracting(String::length).containsExactly(2 + 4093, 2, 5001, 2);
        assertThat(IntStream.range(0, writes.size()).mapToObj(writes::get)).allMatch(write -> write.endsWith("\n"));
    }

    @Test
    void tellsWhichEventsAreLeftWhereAStreamTakesNoMore() {
        room = 4095;
        assertThat(send("a", text(4092), "c", "d"))
                .isEqualTo(new SendResult.Partial(List.of(2, 3), List.of(), "EPIPE", Optional.empty()));
        assertThat(send("c", "d")).isEqualTo(new SendResult.Unauthorized("EPIPE", "a write to it fails with EPIPE"));
    }

    @Test
    void waitsWhereAStreamIsFullForNow() {
        room = 0;
        full = new WriteResult.Again("EAGAIN");
        assertThat(send("a")).isEqualTo(SendResult.later("EAGAIN"));
    }

    @Test
    void endsALineThatWasCutShortBeforeItWritesItAgain() {
        room = 3;
        assertThat(send("abcdef")).isInstanceOf(SendResult.Unauthorized.class);
        room = Integer.MAX_VALUE;
        assertThat(send("abcdef", "g")).isEqualTo(SendResult.ACCEPTED);
        assertThat(send("h")).isEqualTo(SendResult.ACCEPTED);
        assertThat(String.join("", writes)).isEqualTo("abc\nabcdef\ng\nh\n");
    }

    @Test
    void writesNoEmptyLineWhereNothingOrAWholeLineWasWritten() {
        room = 0;
        send("a");
        room = 2;
        send("b", "c");
        room = Integer.MAX_VALUE;
        send("c");
        assertThat(String.join("", writes)).isEqualTo("b\nc\n");
    }
}
