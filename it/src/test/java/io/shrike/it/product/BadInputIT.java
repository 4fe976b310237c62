package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said on standard error, with the exit code of the contract, and the command is not started half-watched. */
class BadInputIT {
    private static final String GOOD = Repository.policy("minimal-policy").toString();

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void refusesAMissingPolicy() {
        Ran ran = shrike("run", "--policy", "no-such-policy.yaml", "--", "touch", "started");
        refused(ran, 78);
        assertThat(ran.stderr()).contains("no-such-policy.yaml");
    }

    @Test
    void refusesABrokenPolicyWithThePositionOfEveryMistake() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata:
                  name: broken
                fileIntegrityMonitoring:
                  paths:
                    - path: /etc
                      recursve: true
                      severity: huge
                """);
        Ran ran = shrike("run", "--policy", broken.toString(), "--", "touch", "started");
        refused(ran, 78);
        assertThat(ran.stderr())
                .contains("broken.yaml:8:7:")
                .contains("did you mean recursive?")
                .contains("broken.yaml:9:");
    }

    @Test
    void refusesWhatIsNotYaml() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "metadata: [\n\t}");
        Ran ran = shrike("run", "--policy", broken.toString(), "--", "touch", "started");
        refused(ran, 78);
        assertThat(ran.stderr()).containsPattern("broken\\.yaml:[0-9]+:[0-9]+: ");
    }

    @Test
    void refusesADirectoryWithoutPolicies() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        refused(shrike("run", "--policy", empty.toString(), "--", "touch", "started"), 78);
    }

    @Test
    void refusesAnUnknownOption() {
        Ran ran = shrike("run", "--polcy", GOOD, "--", "touch", "started");
        refused(ran, 2);
        assertThat(ran.stderr()).contains("--polcy");
    }

    @Test
    void refusesAnUnknownCommandAndAnUnknownEngine() {
        refused(shrike("rum", "--", "touch", "started"), 2);
        refused(shrike("run", "--policy", GOOD, "--engine", "magic", "--", "touch", "started"), 2);
    }

    @Test
    void refusesToRunNothing() {
        refused(shrike("run", "--policy", GOOD), 2);
        refused(shrike("run", "--policy", GOOD, "--"), 2);
    }

    @Test
    void refusesAnEventsFileThatCannotBeWritten() {
        Ran ran = shrike("run", "--policy", GOOD, "--events", "/nonexistent/events.jsonl", "--", "touch", "started");
        refused(ran, 78);
        assertThat(ran.stderr()).contains("/nonexistent/events.jsonl");
        refused(shrike("run", "--policy", GOOD, "--events", directory.toString(), "--", "touch", "started"), 78);
    }

    @Test
    void reportsACommandThatIsNotFound() {
        Ran ran = shrike("run", "--policy", GOOD, "--", "no-such-command");
        refused(ran, 127);
        assertThat(ran.stderr()).contains("no-such-command");
    }

    @Test
    void reportsACommandThatCannotBeExecuted() throws IOException {
        Files.writeString(directory.resolve("plain"), "not a program");
        for (String command : List.of("./plain", directory.toString())) {
            Ran ran = shrike("run", "--policy", GOOD, "--", command);
            refused(ran, 126);
            assertThat(ran.stderr()).contains(command);
        }
    }

    private Ran shrike(String... arguments) {
        return Command.shrike(directory, arguments).alone();
    }

    private void refused(Ran ran, int code) {
        assertThat(ran.ending()).as("%s", ran).isEqualTo(new Ending.Exited(code));
        assertThat(ran.stderr()).as("%s", ran).isNotBlank().doesNotContain("Exception", "\tat ");
        assertThat(ran.stdout()).isEmpty();
        assertThat(directory.resolve("started")).doesNotExist();
        assertThat(ran.left()).isEmpty();
    }
}
