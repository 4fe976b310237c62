package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell with job control under Shrike, and Shrike as a job of a shell. */
class TerminalIT {
    private static final List<String> SHELL =
            List.of("env", "PS1=$ ", "bash", "--norc", "--noprofile", "--noediting", "-i");

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void needsBash() {
        Host.needs("bash");
    }

    @Test
    void givesAShellItsJobControl() {
        String dialogue = """
                < $\s
                > tty >/dev/null && echo terminal-$((1 + 1))
                < terminal-2
                < $\s
                > cat
                > hello
                < hello
                < hello
                ^ Z
                < Stopped
                < $\s
                > jobs
                < Stopped
                < $\s
                > fg
                < cat
                > again
                < again
                < again
                ^ C
                < $\s
                > echo code-$?
                < code-130
                < $\s
                > (sleep 0.1 & wait); stty size
                < 24 200
                < $\s
                > exit 7
                """;
        Ran alone = play(dialogue, SHELL);
        Ran watched = play(dialogue, shrike(SHELL));
        assertThat(alone.stdout()).endsWith("ended: exited 7\n");
        assertThat(watched.stdout()).isEqualTo(alone.stdout());
        assertThat(watched.left()).isEmpty();
    }

    @Test
    void stopsAndGoesOnAsAJobOfAShell() {
        String command = String.join(" ", shrike(List.of("cat")));
        String dialogue = """
                < $\s
                > %s
                > hello
                < hello
                < hello
                ^ Z
                < Stopped
                < $\s
                > fg
                < cat
                > again
                < again
                < again
                ^ D
                < $\s
                > echo code-$?
                < code-0
                < $\s
                > %s
                > hello
                < hello
                < hello
                ^ C
                < $\s
                > echo code-$?
                < code-130
                < $\s
                > exit 7
                """.formatted(command, command);
        Ran ran = play(dialogue, SHELL);
        assertThat(ran.stdout()).endsWith("ended: exited 7\n");
        assertThat(ran.left()).isEmpty();
    }

    private Ran play(String dialogue, List<String> command) {
        List<String> line = new ArrayList<>(List.of(Fixtures.path("terminal").toString()));
        line.addAll(command);
        Ran ran = Command.of(directory, line).withStdin(dialogue).alone();
        assertThat(ran.ending()).as("%s", ran).isEqualTo(new Ending.Exited(0));
        return ran;
    }

    private List<String> shrike(List<String> command) {
        List<String> line = new ArrayList<>(List.of(
                Repository.shrike().toString(),
                "run",
                "--policy",
                Repository.policy("tracing-policy-schema").toString(),
                "--events",
                directory.resolve("events.jsonl").toString(),
                "--"));
        line.addAll(command);
        return line;
    }
}
