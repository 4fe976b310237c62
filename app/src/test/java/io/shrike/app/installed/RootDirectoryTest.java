package io.shrike.app.installed;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.ProcessCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootDirectoryTest {
    @TempDir
    Path directory;

    private RootDirectory root = RootDirectory.own();

    @BeforeEach
    void open() {
        root.close();
        root = RootDirectory.open(directory.toString());
    }

    @AfterEach
    void close() {
        root.close();
    }

    private String read(String path) {
        RootDirectory.Content content = root.read(path);
        return content.error().isEmpty()
                ? new String(content.text(), 0, content.length(), java.nio.charset.StandardCharsets.UTF_8)
                : content.error();
    }

    @Test
    void readsAFileOfAnyLength() throws IOException {
        String text = "0123456789".repeat(50_000);
        Files.writeString(Files.createDirectories(directory.resolve("var/lib")).resolve("status"), text);
        assertThat(read("var/lib/status")).isEqualTo(text);
        assertThat(read("var/lib/other")).isEqualTo("ENOENT");
    }

    @Test
    void noLinkLeadsOutOfTheRoot() throws IOException {
        Files.writeString(directory.resolve("passwd"), "inside");
        Files.createSymbolicLink(directory.resolve("absolute"), Path.of("/passwd"));
        Files.createSymbolicLink(directory.resolve("up"), Path.of("../../../../../../passwd"));
        Files.createSymbolicLink(directory.resolve("outside"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(directory.resolve("magic"), Path.of("/proc/self/exe"));
        assertThat(read("absolute")).isEqualTo("inside");
        assertThat(read("up")).isEqualTo("inside");
        assertThat(read("outside")).isEqualTo("ENOENT");
        assertThat(read("magic")).isEqualTo("ENOENT");
    }

    @Test
    void waitsForNobodyAndReadsOnlyFiles() throws IOException, InterruptedException {
        new ProcessBuilder("mkfifo", directory.resolve("fifo").toString())
                .start()
                .waitFor();
        assertThat(read("fifo")).isEqualTo("NOT_A_FILE");
        assertThat(read(".")).isEqualTo("NOT_A_FILE");
    }

    @Test
    void refusesWhatIsTooLarge() throws IOException {
        try (var file = new java.io.RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
            file.setLength(RootDirectory.LARGEST + 1L);
        }
        assertThat(read("large")).isEqualTo("TOO_LARGE");
    }

    @Test
    void theRootOfAProcessIsKnownByItsFile() {
        try (RootDirectory own = RootDirectory.own();
                RootDirectory mine = RootDirectory.of(ProcessCalls.getpid());
                RootDirectory gone = RootDirectory.of(1 << 22)) {
            assertThat(mine.identity()).isEqualTo(own.identity());
            assertThat(gone.identity()).isEqualTo(own.identity());
            assertThat(root.identity()).isNotEqualTo(own.identity());
        }
    }
}
