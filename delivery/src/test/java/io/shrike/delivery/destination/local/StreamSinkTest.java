package io.shrike.delivery.destination.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.WriteResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream sink on a real pipe. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class StreamSinkTest {
    @TempDir
    Path folder;

    private FileChannel reader;
    private FileChannel writer;

    @BeforeEach
    void openPipe() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<FileChannel> opened = CompletableFuture.supplyAsync(() -> open(pipe));
        writer = FileChannel.open(pipe, WRITE);
        reader = opened.get();
    }

    @AfterEach
    void closePipe() throws IOException {
        reader.close();
        writer.close();
    }

    @Test
    void writesABatchAtOnce() throws IOException {
        StreamSink sink = StreamSink.of(writer, "pipe");
        assertThat(write(sink, "one\ntwo\n")).isEqualTo(WriteResult.DONE);
        ByteBuffer read = ByteBuffer.allocate(100);
        reader.read(read);
        assertThat(new String(read.array(), 0, read.position(), UTF_8)).isEqualTo("one\ntwo\n");
    }

    @Test
    void losesLinesThatNobodyReads() throws IOException {
        reader.close();
        assertThat(write(StreamSink.of(writer, "pipe"), "one\n")).isEqualTo(new WriteResult.Lost("EPIPE"));
    }

    @Test
    void leavesTheDescriptorOpenForOthers() {
        StreamSink sink = StreamSink.of(writer, "pipe");
        sink.close();
        assertThat(writer.isOpen()).isTrue();
        StreamSink.standardError().close();
        System.err.flush();
        assertThat(System.err.checkError()).isFalse();
    }

    private static FileChannel open(Path pipe) {
        try {
            return FileChannel.open(pipe, READ);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static WriteResult write(StreamSink sink, String lines) {
        return sink.write(ByteBuffer.wrap(lines.getBytes(UTF_8)));
    }
}
