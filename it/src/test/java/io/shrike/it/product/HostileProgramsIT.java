package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Alone;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fixture hears the same from the kernel under the aggressive policy as it hears alone. */
class HostileProgramsIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open_variants",
                "truncate",
                "remove",
                "rename",
                "link",
                "make_nodes",
                "mode",
                "owner",
                "attributes",
                "handle",
                "memfd_script",
                "bad_pointers",
                "long_path",
                "names",
                "exec_variants SCRIPT",
                "exec_thread",
                "exec_large",
                "exec_empty",
                "fileless",
                "shared_library PLUGIN",
                "net_out",
                "net_in",
                "sockets_odd",
                "dns",
                "setuid",
                "debugger",
                "memory",
                "privileged",
                "io_uring",
                "chroot",
                "i386_calls",
                "i386_exec",
                "int80_calls",
                "x32_calls",
                "high_halves",
                "own_filter",
                "signals",
                "threads",
                "leader_exit",
                "deleted_cwd",
                "reaper",
                "inherited"
            })
    void hearsTheSameAsAlone(String line) {
        String[] words = line.split(" ");
        assumeTrue(Fixtures.exists(words[0]), words[0] + " cannot be built here");
        assumeTrue(!words[0].startsWith("i386_") || runs(words), "the kernel runs no 32-bit programs");
        Alone.same(() -> Command.of(fresh(), arguments(words)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"open_variants", "exec_variants SCRIPT", "setuid", "privileged", "net_out", "debugger"})
    void hearsTheSameAsAloneForAnOrdinaryUser(String line) {
        Host.needsRoot();
        Host.needsReachableRepository();
        Alone.same(() -> Command.of(fresh(), arguments(line.split(" "))).asUser(Host.ORDINARY_USER));
    }

    /** A handler without SA_RESTART makes the kernel give up a call that waits for the sensor; it may say EINTR, nothing else. */
    @Test
    void failsACallThatASignalInterruptsWithNothingButEintr() {
        Watched watched = ShrikeRun.aggressive(Command.of(fresh(), arguments("signals", "interrupt")))
                .run();
        assertThat(watched.ran().stdout()).matches("failed 0, interrupted [0-9]+, ticks many\\n");
    }

    @Test
    void servesTenThousandShortLivedProcesses() {
        Watched watched = ShrikeRun.aggressive(
                        Command.of(fresh(), arguments("process_storm")).within(Duration.ofMinutes(2)))
                .run();
        assertThat(watched.ran().stdout()).isEqualTo("10000 processes, 0 wrong\n");
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
    }

    @Test
    void letsAnOrphanGoOnWhenTheCommandHasEnded() throws IOException {
        Path place = fresh();
        ShrikeRun.Live live =
                ShrikeRun.aggressive(Command.of(place, arguments("orphan"))).start();
        assertThat(live.finish().ending()).isEqualTo(new Ending.Exited(3));
        assertThat(Files.readString(place.resolve("orphan-said"))).isEqualTo("open ok\n");
    }

    private boolean runs(String... words) {
        return Command.of(fresh(), arguments(words)).alone().ending().equals(new Ending.Exited(0));
    }

    private static List<String> arguments(String... words) {
        List<String> line = new ArrayList<>(List.of(Fixtures.path(words[0]).toString()));
        Arrays.stream(words, 1, words.length)
                .map(word -> switch (word) {
                    case "SCRIPT" -> Fixtures.path("script.sh").toString();
                    case "PLUGIN" -> Fixtures.path("plugin.so").toString();
                    default -> word;
                })
                .forEach(line::add);
        return line;
    }

    private Path fresh() {
        try {
            Path place = Files.createTempDirectory(directory, "run");
            return Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
