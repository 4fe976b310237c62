package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that changes the arguments of a call while it is decided gains nothing from it that is not told and ended. */
class BlockRaceIT {
    private static final int SIGKILL = 9;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void plant() throws IOException {
        for (String name : new String[] {"harmless", "secret"}) {
            plain(Files.writeString(directory.resolve(name), name.equals("secret") ? "TOP secret\n" : "harmless\n"));
        }
    }

    private static void plain(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void killsAnOpenWhosePathWasSwapped(boolean root) {
        for (String action : new String[] {"deny", "terminate"}) {
            Watched watched = run(command("swap_race", root, "20"), files(action));
            if (action.equals("deny")) {
                watched.check().contains(terminated("file_access").with("file.path", directory + "/secret"));
            }
            assertThat(watched.ending()).isEqualTo(new Ending.Signaled(SIGKILL));
            assertThat(watched.ran().stdout()).doesNotContain("secrets");
        }
    }

    /** An open that waits for a FIFO is made again by the kernel, with what the name is by then. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void killsAnOpenThatWasSwappedWhileItWaited(boolean root) {
        Watched watched = run(command("fifo_race", root, "20"), files("deny"));
        watched.check().contains(terminated("file_access").with("file.path", directory + "/secret"));
        assertThat(watched.ending()).isEqualTo(new Ending.Signaled(SIGKILL));
        assertThat(watched.ran().stdout()).doesNotContain("secrets");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesOpensThatWaitAsTheyAreAlone(boolean root) throws IOException {
        Ran alone = command("fifo_open", root).alone();
        Files.delete(directory.resolve("pipe"));
        Watched watched = run(command("fifo_open", root), files("deny"));
        assertThat(watched.ran().stdout())
                .isEqualTo(alone.stdout())
                .contains("stopped: opened")
                .contains("interrupted: Interrupted");
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
    }

    @Test
    void leavesAProgramAloneThatOpensInAllItsThreads() {
        Watched watched = run(command("threads", true), files("deny"));
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void killsAProgramThatWasSwappedInBeforeItRuns(boolean root) throws IOException {
        for (String name : new String[] {"harmless", "secret"}) {
            Path copy = directory.resolve(name);
            Files.delete(copy);
            Files.copy(Fixtures.path("exec_race"), copy);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Watched watched = run(command("exec_race", root, "5"), """
                processExecution:
                  trackedExecutables:
                    - {name: %s/secret, action: block}
                actions:
                  block: {enabled: true, action: deny}
                """.formatted(directory));
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
        assertThat(watched.ran().stdout()).startsWith("secrets 0 killed ").doesNotContain("killed 0");
        watched.check().contains(terminated("process_execution").with("process.executable", directory + "/secret"));
        assertThat(watched.ofType("process_execution").stream()
                        .filter(event -> event.text("outcome").orElse("").equals("terminated")))
                .hasSize(Integer.parseInt(watched.ran().stdout().strip().replaceAll(".* ", "")));
    }

    private static EventMatcher terminated(String type) {
        return event(type).with("outcome", "terminated").matching("note", ".*swapped before the call ran.*");
    }

    private String files(String action) {
        return """
                fileIntegrityMonitoring:
                  paths:
                    - {path: %s/secret, events: [open], severity: critical, action: block}
                actions:
                  block: {enabled: true, action: %s}
                """.formatted(directory, action);
    }

    private Command command(String fixture, boolean root, String... words) {
        return Command.as(root, directory, Fixtures.path(fixture), words);
    }

    private static Watched run(Command command, String policy) {
        return ShrikeRun.of(command).policyText(policy).run();
    }
}
