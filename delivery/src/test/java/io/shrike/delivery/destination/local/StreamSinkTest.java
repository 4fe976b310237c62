package io.shrike.delivery.destination.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.WriteResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream sink on a real pipe. */
class StreamSinkTest {
    private Pipe.SourceChannel reader;
    private Pipe.SinkChannel writer;
    private StreamSink sink;

    @BeforeEach
    void openPipe() throws IOException {
        Pipe pipe = Pipe.open();
        reader = pipe.source();
        writer = pipe.sink();
        sink = StreamSink.of(writer, "pipe");
    }

    @AfterEach
    void closePipe() throws IOException {
        reader.close();
        writer.close();
    }

    @Test
    void writesABatchAtOnce() throws IOException {
        assertThat(sink.write(lines("one\ntwo\n"))).isEqualTo(WriteResult.DONE);
        assertThat(read(100)).isEqualTo("one\ntwo\n");
    }

    @Test
    void losesLinesThatNobodyReads() throws IOException {
        reader.close();
        assertThat(sink.write(lines("one\n"))).isEqualTo(new WriteResult.Lost("EPIPE"));
    }

    @Test
    void goesOnWhereAFullNonBlockingPipeStoppedIt() throws IOException {
        writer.configureBlocking(false);
        ByteBuffer lines = lines("0123456789abcde\n".repeat(65_536));
        assertThat(sink.write(lines)).isEqualTo(new WriteResult.Again("EAGAIN"));
        int written = lines.position();
        assertThat(written).isBetween(1, lines.limit() - 1);
        StringBuilder read = new StringBuilder(read(written));
        assertThat(sink.write(lines)).isEqualTo(new WriteResult.Again("EAGAIN"));
        read.append(read(lines.position() - written));
        assertThat(read.toString()).isEqualTo("0123456789abcde\n".repeat(65_536).substring(0, read.length()));
    }

    @Test
    void leavesTheDescriptorOpenForOthers() {
        sink.close();
        assertThat(writer.isOpen()).isTrue();
        StreamSink.standardError().close();
        System.err.flush();
        assertThat(System.err.checkError()).isFalse();
    }

    private String read(int bytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes);
        int length = reader.read(read);
        while (length > 0 && read.hasRemaining() && bytes > 100) {
            length = reader.read(read);
        }
        return new String(read.array(), 0, read.position(), UTF_8);
    }

    private static ByteBuffer lines(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
