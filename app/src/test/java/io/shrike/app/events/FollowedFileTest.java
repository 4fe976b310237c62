package io.shrike.app.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {
    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void readsLinesOnceTheyEndAndFollowsRotationAndTruncation() throws IOException {
        Path path = Files.writeString(folder.resolve("events"), "one\ntw");
        try (FollowedFile file = new FollowedFile(path)) {
            file.read(lines::add);
            assertThat(lines).containsExactly("one");
            Files.writeString(path, "o\nthree\n", StandardOpenOption.APPEND);
            file.read(lines::add);
            assertThat(lines).containsExactly("one", "two", "three");
            Files.writeString(path, "last\n", StandardOpenOption.APPEND);
            Files.move(path, folder.resolve("events.1"));
            file.read(lines::add);
            Files.writeString(path, "new\n");
            file.read(lines::add);
            assertThat(lines).endsWith("three", "last", "new");
            Files.writeString(path, "c\n");
            file.read(lines::add);
            assertThat(lines).endsWith("new", "c");
        }
    }

    @Test
    void endsWhenNobodyWantsMore() throws IOException {
        Path path = Files.writeString(folder.resolve("events"), "one\ntwo\n");
        try (FollowedFile file = new FollowedFile(path)) {
            assertThat(file.read(line -> {
                        lines.add(line);
                        return false;
                    }))
                    .isFalse();
        }
        assertThat(lines).containsExactly("one");
    }
}
