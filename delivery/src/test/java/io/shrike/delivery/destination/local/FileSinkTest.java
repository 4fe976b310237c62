package io.shrike.delivery.destination.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.delivery.destination.WriteResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void appendsToWhatIsThere() throws IOException {
        Path file = folder.resolve("events");
        Files.writeString(file, "old\n");
        try (FileSink sink = FileSink.open(file)) {
            assertThat(write(sink, "one\n")).isEqualTo(WriteResult.DONE);
            assertThat(write(sink, "two\nthree\n")).isEqualTo(WriteResult.DONE);
        }
        assertThat(file).hasContent("old\none\ntwo\nthree\n");
    }

    @Test
    void createsAFileForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("events");
        FileSink.open(file).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesTheModeOfAFileThatIsThere() throws IOException {
        Path file = Files.createFile(
                folder.resolve("events"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        FileSink.open(file).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void followsARotationByRename() throws IOException {
        Path file = folder.resolve("events");
        Path rotated = folder.resolve("events.1");
        try (FileSink sink = FileSink.open(file, nanos::get)) {
            write(sink, "one\n");
            Files.move(file, rotated);
            write(sink, "two\n");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            write(sink, "three\n");
        }
        assertThat(rotated).hasContent("one\ntwo\n");
        assertThat(file).hasContent("three\n");
    }

    @Test
    void followsARotationThatPutsANewFileInPlace() throws IOException {
        Path file = folder.resolve("events");
        try (FileSink sink = FileSink.open(file, nanos::get)) {
            write(sink, "one\n");
            Files.move(file, folder.resolve("events.1"));
            Files.writeString(file, "new\n");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            write(sink, "two\n");
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            write(sink, "three\n");
        }
        assertThat(file).hasContent("new\ntwo\nthree\n");
    }

    @Test
    void keepsALineInOneFileWhateverIsRotated() throws IOException {
        Path file = folder.resolve("events");
        Path rotated = folder.resolve("events.1");
        try (FileSink sink = FileSink.open(file, nanos::get)) {
            ByteBuffer lines = ByteBuffer.wrap("one\n".getBytes(UTF_8)).limit(2);
            sink.write(lines);
            Files.move(file, rotated);
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            sink.write(lines.limit(4));
            write(sink, "two\n");
        }
        assertThat(rotated).hasContent("one\n");
        assertThat(file).hasContent("two\n");
    }

    @Test
    void writesOnWhereThePathCannotBeOpenedAnyMore() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("logs"));
        Path file = inner.resolve("events");
        try (FileSink sink = FileSink.open(file, nanos::get)) {
            Files.move(inner, folder.resolve("away"));
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(write(sink, "one\n")).isEqualTo(WriteResult.DONE);
        }
        assertThat(folder.resolve("away/events")).hasContent("one\n");
    }

    @Test
    void appendsAfterATruncationByOthers() throws IOException {
        Path file = folder.resolve("events");
        try (FileSink sink = FileSink.open(file)) {
            write(sink, "one\n");
            Files.writeString(file, "");
            write(sink, "two\n");
        }
        assertThat(file).hasContent("two\n");
    }

    @Test
    void startsOnALineOfItsOwnAfterAWriterThatWasKilled() throws IOException {
        Path file = folder.resolve("events");
        Files.writeString(file, "whole\n{\"torn");
        try (FileSink sink = FileSink.open(file)) {
            write(sink, "one\n");
        }
        assertThat(file).hasContent("whole\n{\"torn\none\n");
    }

    @Test
    void saysWhichFileCannotBeOpenedAndWhy() {
        assertThatThrownBy(() -> FileSink.open(folder.resolve("no/events")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write events to " + folder.resolve("no/events") + ": No such file or directory");
        assertThatThrownBy(() -> FileSink.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write events to " + folder + ": Is a directory");
    }

    @Test
    void triesAgainWhenTheDeviceIsFull() throws IOException {
        try (FileSink sink = FileSink.open(Path.of("/dev/full"))) {
            ByteBuffer lines = ByteBuffer.wrap("one\n".getBytes(UTF_8));
            assertThat(sink.write(lines)).isEqualTo(new WriteResult.Again("ENOSPC"));
            assertThat(lines.position()).isZero();
        }
    }

    @Test
    void losesLinesWrittenAfterTheEnd() throws IOException {
        FileSink sink = FileSink.open(folder.resolve("events"));
        sink.close();
        assertThat(write(sink, "one\n")).isEqualTo(new WriteResult.Lost("EBADF"));
    }

    private static WriteResult write(FileSink sink, String lines) {
        return sink.write(ByteBuffer.wrap(lines.getBytes(UTF_8)));
    }
}
