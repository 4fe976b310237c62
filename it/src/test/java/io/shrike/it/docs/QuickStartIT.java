package io.shrike.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the README do what the README says. */
class QuickStartIT {
    private static final Pattern COMMAND = Pattern.compile("^```sh\\n(.*?)\\n```", Pattern.DOTALL | Pattern.MULTILINE);

    private static List<String> commands() throws IOException {
        String readme = Files.readString(Repository.root().resolve("README.md"));
        return COMMAND.matcher(readme).results().map(match -> match.group(1)).toList();
    }

    @Test
    void theQuickStartIsTwoCommands() throws IOException {
        assertThat(commands()).hasSize(2);
        assertThat(commands().get(1)).isEqualTo("make check");
    }

    @Test
    void theFirstCommandShowsTheEventItPromises() throws IOException {
        assumeThat(Files.isReadable(Path.of("/etc/shadow")))
                .as("reading /etc/shadow takes root")
                .isTrue();
        Ran ran = Command.shell(Repository.root(), commands().getFirst()).alone();
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(0));
        assertThat(ran.stderr())
                .contains("\"eventType\":\"file_access\"")
                .contains("\"severity\":\"critical\"")
                .contains("\"path\":\"/etc/shadow\"");
    }

    @Test
    void theHelpTellsEveryOptionOfTheReadme() throws IOException {
        String help = Command.of(Repository.root(), Repository.shrike().toString(), "run", "--help")
                .alone()
                .stdout();
        String readme = Files.readString(Repository.root().resolve("README.md"));
        Pattern option = Pattern.compile("^  (--[a-z-]+)", Pattern.MULTILINE);
        List<String> told =
                option.matcher(readme).results().map(match -> match.group(1)).toList();
        assertThat(told)
                .hasSizeGreaterThan(6)
                .allSatisfy(name -> assertThat(help).contains(name));
    }
}
