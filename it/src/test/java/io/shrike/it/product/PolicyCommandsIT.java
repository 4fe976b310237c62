package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands around policies print, and how they end. */
class PolicyCommandsIT {
    private static final String BROKEN = """
            apiVersion: security.qualys.com/v1
            kind: TracingPolicy
            metadata:
              name: broken
            fileIntegrityMonitoring:
              paths:
                - path: /etc
                  recursve: true
            """;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void theSchemaIsTheShippedOneByteForByte() throws IOException {
        Ran ran = shrike("policy", "schema");
        ended(ran, 0);
        assertThat(ran.out().toArray())
                .isEqualTo(Files.readAllBytes(Repository.root().resolve("policies/tracing-policy.schema.json")));
    }

    @Test
    void validateTellsTheNamesOfGoodPolicies() throws IOException {
        String minimal = Repository.policy("minimal-policy").toString();
        Ran text = shrike("policy", "validate", minimal);
        ended(text, 0);
        assertThat(text.stdout()).isEqualTo("minimal: ok\n");
        Ran ran = shrike("policy", "validate", "--format", "json", minimal);
        ended(ran, 0);
        Json json = JsonReader.read(ran.out().toArray());
        assertThat(json.at("valid")).contains(new Json.Bool(true));
        assertThat(json.text("policies[0]")).contains("minimal");
        assertThat(json.items("problems")).isEmpty();
    }

    @Test
    void validateTellsWhereAMistakeIs() throws IOException {
        String file =
                Files.writeString(directory.resolve("broken.yaml"), BROKEN).toString();
        Ran text = shrike("policy", "validate", file);
        ended(text, 78);
        assertThat(text.stdout()).startsWith(file + ":8:7: recursve: unknown key, did you mean recursive?");
        Ran ran = shrike("policy", "validate", "--format", "json", file);
        ended(ran, 78);
        Json json = JsonReader.read(ran.out().toArray());
        assertThat(json.at("valid")).contains(new Json.Bool(false));
        assertThat(json.items("problems")).hasSize(1);
        assertThat(json.text("problems[0].file")).contains(file);
        assertThat(json.number("problems[0].line")).contains(8L);
        assertThat(json.number("problems[0].column")).contains(7L);
        assertThat(json.text("problems[0].severity")).contains("error");
        assertThat(json.text("problems[0].message").orElseThrow()).contains("recursve");
    }

    @Test
    void aFormatThatIsNoneIsAUsageError() {
        ended(shrike("policy", "validate", "--format", "xml", "x.yaml"), 2);
        ended(shrike("policy", "validate"), 2);
    }

    @Test
    void explainTellsWhichCallsStopAndWhy() throws IOException {
        String minimal = Repository.policy("minimal-policy").toString();
        Ran text = shrike("policy", "explain", minimal);
        ended(text, 0);
        assertThat(text.stdout())
                .containsPattern("openat +\\[per-change\\]\n +when +\\(flags & 0x[0-9a-f]+\\) != 0"
                        + " && \\(flags & 0x200000\\) == 0x0\n +because +minimal: file")
                .contains("cannot see")
                .contains("Predicted cost of all rules: per-change");
        Ran ran = shrike("policy", "explain", "--format", "json", minimal);
        ended(ran, 0);
        Json json = JsonReader.read(ran.out().toArray());
        assertThat(json.items("syscalls"))
                .anyMatch(call -> call.text("syscall").equals(Optional.of("process_vm_writev"))
                        && call.text("because[0]").equals(Optional.of("minimal: syscallFiltering.rules[1]")));
        assertThat(json.text("rules[0].rule")).contains("fileIntegrityMonitoring.paths[0]");
        assertThat(json.at("rules[0].needs.openat")).isPresent();
    }

    @Test
    void testTellsWhichScenariosHold() throws IOException {
        String minimal = Repository.policy("minimal-policy").toString();
        String shipped = Repository.root()
                .resolve("policies/scenarios/minimal-policy.yaml")
                .toString();
        Ran good = shrike("policy", "test", minimal, "--scenario", shipped);
        ended(good, 0);
        assertThat(good.stdout()).contains("ok    a shell on a socket").endsWith(", 0 not as expected\n");
        Path failing = Files.writeString(directory.resolve("s.yaml"), """
                apiVersion: security.qualys.com/v1
                kind: PolicyScenarios
                scenarios:
                  - {name: wrong, file: {path: /etc/shadow, operation: write}, expect: none}
                """);
        Ran bad = shrike("policy", "test", minimal, "--scenario", failing.toString());
        ended(bad, 1);
        assertThat(bad.stdout())
                .contains("FAIL  wrong  (" + failing + ":4:5)")
                .contains("expected none, found minimal:fileIntegrityMonitoring.paths[1]");
        Ran json = shrike("policy", "test", minimal, "--format", "json", "--scenario", failing.toString());
        ended(json, 1);
        assertThat(JsonReader.read(json.out().toArray()).number("failed")).contains(1L);
        Files.writeString(failing, "kind: PolicyScenarios");
        Ran broken = shrike("policy", "test", minimal, "--scenario", failing.toString());
        ended(broken, 78);
        assertThat(broken.stderr()).contains(failing + ":1:1: ");
        ended(shrike("policy", "test", minimal), 2);
    }

    @Test
    void replayTellsWhatAnotherPolicyDecidesDifferently() throws IOException {
        Path events = directory.resolve("events.jsonl");
        String own = Files.writeString(directory.resolve("own.yaml"), """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: own}
                fileIntegrityMonitoring:
                  paths: [{path: "%s/data", recursive: true, events: [open, write, unlink, rename], severity: high}]
                """.formatted(directory.toRealPath()))
                .toString();
        String minimal = Repository.policy("minimal-policy").toString();
        Files.createDirectory(directory.resolve("data"));
        String script = "cd data && echo x >a && cat a && mv a b && rm b";
        ended(shrike("run", "--policy", own, "--events", events.toString(), "--", "sh", "-c", script), 0);
        Ran same = shrike("replay", "--policy", own, events.toString());
        ended(same, 0);
        assertThat(same.stdout())
                .containsPattern("[0-9]+ lines: [1-9][0-9]* decided again, 0 of them differently")
                .contains("sensor_status: the sensor tells of itself: no activity");
        Ran other = shrike("replay", "--policy", minimal, events.toString());
        ended(other, 0);
        assertThat(other.stdout())
                .containsPattern("recorded +file_change high alert observed +own:fileIntegrityMonitoring")
                .containsPattern("policy +none");
        Ran two = Command.of(
                        directory,
                        Repository.shrike().toString(),
                        "replay",
                        "--policy",
                        own,
                        "--against",
                        minimal,
                        "--format",
                        "json",
                        "-")
                .withStdin(Files.readString(events))
                .alone();
        ended(two, 0);
        List<String> lines = two.stdout().lines().toList();
        Json first = JsonReader.read(lines.getFirst().getBytes(StandardCharsets.UTF_8));
        assertThat(first.at("policy.matched")).contains(new Json.Bool(true));
        assertThat(first.at("against.matched")).contains(new Json.Bool(false));
        Json last = JsonReader.read(lines.getLast().getBytes(StandardCharsets.UTF_8));
        assertThat(last.number("summary.different").orElseThrow()).isEqualTo(lines.size() - 1L);
        ended(shrike("replay", "--policy", own, "no-such-file"), 78);
        ended(shrike("replay", events.toString()), 2);
    }

    private Ran shrike(String... arguments) {
        return Command.shrike(directory, arguments).alone();
    }

    private static void ended(Ran ran, int code) {
        assertThat(ran.ending()).as("%s", ran).isEqualTo(new Ending.Exited(code));
    }
}
