package io.shrike.delivery.destination.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDestinationTest {
    private static final RotationLimits SMALL = new RotationLimits(20, Optional.empty(), 2, false);

    @TempDir
    Path folder;

    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;

    private Path path() {
        return folder.resolve("events.jsonl");
    }

    private FileDestination open(RotationLimits limits) {
        return new FileDestination(path(), limits, clock);
    }

    private static SendResult send(FileDestination destination, String... events) {
        return destination.send(Stream.of(events).map(ByteString::utf8).toList());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesALineForEachEventIntoAFileOfItsOwnersOnly() throws IOException {
        try (FileDestination destination = open(RotationLimits.DEFAULT)) {
            assertThat(send(destination, "one", "two")).isEqualTo(SendResult.ACCEPTED);
            assertThat(send(destination, "three")).isEqualTo(SendResult.ACCEPTED);
        }
        assertThat(path()).hasContent("one\ntwo\nthree\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void goesOnInTheSameFileAfterARestartAndEndsATornLine() throws IOException {
        Files.writeString(path(), "old\n{torn");
        try (FileDestination destination = open(RotationLimits.DEFAULT)) {
            send(destination, "new");
        }
        assertThat(path()).hasContent("old\n{torn\nnew\n");
    }

    @Test
    void putsTheFileAsideBeforeItGrowsBeyondTheLimitAndKeepsTheNewest() throws IOException {
        try (FileDestination destination = open(SMALL)) {
            for (int i = 0; i < 8; i++) {
                send(destination, "event-" + i + "-");
            }
        }
        assertThat(names()).containsExactly("events.jsonl", "events.jsonl.2", "events.jsonl.3");
        assertThat(folder.resolve("events.jsonl.2")).hasContent("event-2-\nevent-3-\n");
        assertThat(folder.resolve("events.jsonl.3")).hasContent("event-4-\nevent-5-\n");
        assertThat(path()).hasContent("event-6-\nevent-7-\n");
    }

    @Test
    void aBatchThatIsLongerThanTheLimitIsNotTorn() throws IOException {
        try (FileDestination destination = open(SMALL)) {
            send(destination, "a".repeat(15), "b".repeat(15));
            send(destination, "c");
        }
        assertThat(folder.resolve("events.jsonl.1")).hasContent("a".repeat(15) + "\n" + "b".repeat(15) + "\n");
        assertThat(path()).hasContent("c\n");
    }

    @Test
    void numbersGoOnAfterARestart() throws IOException {
        Files.writeString(folder.resolve("events.jsonl.41"), "old");
        Files.writeString(folder.resolve("events.jsonl.other"), "not ours");
        Files.writeString(path(), "x".repeat(19) + "\n");
        try (FileDestination destination = open(SMALL)) {
            send(destination, "new");
        }
        assertThat(names()).containsExactly("events.jsonl", "events.jsonl.41", "events.jsonl.42", "events.jsonl.other");
    }

    @Test
    void compressesWhatIsPutAsideAlsoWhatARunBeforeCouldNot() throws IOException {
        Files.writeString(folder.resolve("events.jsonl.1"), "left\n");
        Files.writeString(folder.resolve("events.jsonl.1.gz.part"), "half");
        try (FileDestination destination = open(new RotationLimits(20, Optional.empty(), 3, true))) {
            send(destination, "event-0-", "event-1-");
            send(destination, "event-2-");
        }
        assertThat(names()).containsExactly("events.jsonl", "events.jsonl.1.gz", "events.jsonl.2.gz");
        assertThat(unzipped("events.jsonl.1.gz")).isEqualTo("left\n");
        assertThat(unzipped("events.jsonl.2.gz")).isEqualTo("event-0-\nevent-1-\n");
    }

    private String unzipped(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void putsTheFileAsideWhenItIsOld() throws IOException {
        try (FileDestination destination =
                open(new RotationLimits(1 << 20, Optional.of(Duration.ofHours(2)), 5, false))) {
            send(destination, "one");
            now = now.plus(Duration.ofHours(1));
            send(destination, "two");
            now = now.plus(Duration.ofHours(2));
            send(destination, "three");
        }
        assertThat(folder.resolve("events.jsonl.1")).hasContent("one\ntwo\n");
        assertThat(path()).hasContent("three\n");
    }

    @Test
    void aDiskWithAClockOfItsOwnMakesNoFileOld() throws IOException {
        now = now.plus(Duration.ofDays(4_000));
        try (FileDestination destination =
                open(new RotationLimits(1 << 20, Optional.of(Duration.ofHours(2)), 5, false))) {
            send(destination, "one");
            send(destination, "two");
            now = now.plus(Duration.ofHours(3));
            send(destination, "three");
            send(destination, "four");
        }
        assertThat(folder.resolve("events.jsonl.1")).hasContent("one\ntwo\n");
        assertThat(path()).hasContent("three\nfour\n");
    }

    @Test
    void aClockThatIsSetBackMakesNoFileOldAndLosesNothing() throws IOException {
        try (FileDestination destination =
                open(new RotationLimits(1 << 20, Optional.of(Duration.ofHours(2)), 5, false))) {
            send(destination, "one");
            now = now.minus(Duration.ofDays(4_000));
            send(destination, "two");
            now = now.plus(Duration.ofDays(8_000));
            send(destination, "three");
        }
        assertThat(folder.resolve("events.jsonl.1")).hasContent("one\ntwo\n");
        assertThat(path()).hasContent("three\n");
    }

    @Test
    void followsARotationByOthers() throws IOException {
        try (FileDestination destination = open(RotationLimits.DEFAULT)) {
            send(destination, "one");
            Files.move(path(), folder.resolve("moved"));
            send(destination, "two");
            Files.writeString(path(), "");
            send(destination, "three");
        }
        assertThat(folder.resolve("moved")).hasContent("one\n");
        assertThat(path()).hasContent("three\n");
    }

    @Test
    void aFileThatCannotBeMadeIsToldAndComesOnceItCan() throws IOException {
        try (FileDestination destination = new FileDestination(folder.resolve("no/events"), SMALL, clock)) {
            assertThat(send(destination, "one"))
                    .isEqualTo(new SendResult.Unauthorized("ENOENT", "No such file or directory"));
            Files.createDirectory(folder.resolve("no"));
            assertThat(send(destination, "one")).isEqualTo(SendResult.ACCEPTED);
        }
        assertThat(folder.resolve("no/events")).hasContent("one\n");
    }

    @Test
    void followsNoLinkAndWritesIntoNothingButAFile() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(path(), victim);
        try (FileDestination destination = open(RotationLimits.DEFAULT)) {
            assertThat(send(destination, "one")).isInstanceOf(SendResult.Unauthorized.class);
        }
        assertThat(victim).hasContent("precious");
        try (FileDestination destination = new FileDestination(Path.of("/dev/null"), SMALL, clock)) {
            assertThat(send(destination, "one")).isInstanceOf(SendResult.Unauthorized.class);
        }
    }
}
