package io.shrike.policy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.yaml.PolicyParser;
import io.shrike.policy.yaml.ScenarioParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario compares, and where its mistakes are told. */
class ScenarioRunnerTest {
    private static final String POLICY = """
            apiVersion: security.qualys.com/v1
            kind: TracingPolicy
            metadata: {name: p}
            fileIntegrityMonitoring:
              paths:
                - {path: /etc/passwd, events: [write], severity: high, action: block}
                - {path: /etc, recursive: true, events: [write], severity: low}
            processExecution:
              trackedExecutables: [{sha256: %s, severity: high}]
            networkMonitoring:
              outboundConnections: {blocklist: [203.0.113.0/24]}
            softwareInstallation:
              packageManagers: [{name: apt-get}]
            actions:
              block: {enabled: true, action: deny}
            """.formatted("ab".repeat(32));

    private static final String HEAD = """
            apiVersion: security.qualys.com/v1
            kind: PolicyScenarios
            scenarios:
            """;

    private static ScenarioFile parse(String scenarios) {
        return ScenarioParser.parse(
                "s.yaml", (HEAD + scenarios).getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    private static List<String> differences(String activity, String expectation) {
        ScenarioFile file = parse("  - {name: x, " + activity + ", expect: " + expectation + "}\n");
        assertThat(file.problems()).isEmpty();
        ScenarioRunner runner = new ScenarioRunner(new PolicyCompiler(_ -> Set.of())
                .compile(PolicyParser.parse("p.yaml", POLICY.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty())
                        .documents())
                .judge());
        return runner.run(file.scenarios().getFirst()).differences();
    }

    @Test
    void aProgramHasTheContentThatTheScenarioGivesIt() {
        String met = "{event: process_execution, rules: \"processExecution.trackedExecutables[0]\"}";
        assertThat(differences("exec: {path: /tmp/x, sha256: " + "AB".repeat(32) + "}", met))
                .isEmpty();
        assertThat(differences("exec: {path: /tmp/x, sha256: " + "cd".repeat(32) + "}", "none"))
                .isEmpty();
        assertThat(differences("exec: {path: /tmp/x, sha256: {unreadable: EACCES}}", "none"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none | expected none, found p:fileIntegrityMonitoring.paths[0], p:fileIntegrityMonitoring.paths[1]",
                "{severity: high, action: block, outcome: denied, event: file_change} |",
                "{severity: low} | expected severity low, found high",
                "{action: alert} | expected action alert, found block",
                "{outcome: observed} | expected outcome observed, found denied",
                "{event: file_access} | expected event file_access, found file_change",
                "{allowed: true} | expected allowed true, found nothing of it",
                "{includes: 'fileIntegrityMonitoring.paths[1]'} |",
                "{rules: ['fileIntegrityMonitoring.paths[1]', 'p:fileIntegrityMonitoring.paths[0]']} |",
                "{rules: 'fileIntegrityMonitoring.paths[0]'} | expected rules fileIntegrityMonitoring.paths[0], found"
                        + " p:fileIntegrityMonitoring.paths[0], p:fileIntegrityMonitoring.paths[1]",
                "{includes: 'q:fileIntegrityMonitoring.paths[1]'} | expected rule q:fileIntegrityMonitoring.paths[1] among"
                        + " them, found p:fileIntegrityMonitoring.paths[0], p:fileIntegrityMonitoring.paths[1]",
            })
    void tellsWhatIsNotAsExpected(String expectation, String difference) {
        List<String> found = differences("file: {path: /etc/passwd, operation: write}", expectation);
        assertThat(found).isEqualTo(Optional.ofNullable(difference).stream().toList());
    }

    @Test
    void comparesWhatTheNetworkRulesSayAndWhichPackagesThereAre() {
        String connect = "network: {operation: connect, address: 203.0.113.9, port: 443}";
        assertThat(differences(connect, "{allowed: false}")).isEmpty();
        assertThat(differences(connect, "{allowed: true}")).containsExactly("expected allowed true, found false");
        String install = "exec: {path: /usr/bin/apt-get, arguments: [apt-get, install, a, b]}";
        assertThat(differences(install, "{packages: [a, b]}")).isEmpty();
        assertThat(differences(install, "{packages: [a]}")).containsExactly("expected packages [a], found [a, b]");
    }

    @Test
    void saysSoWhereNoRuleIsMet() {
        assertThat(differences("file: {path: /tmp/x, operation: write}", "{severity: low}"))
                .containsExactly("expected a rule to be met, found none");
        assertThat(differences("file: {path: /tmp/x, operation: write}", "none"))
                .isEmpty();
    }

    @Test
    void aRenameReachesTheOldAndTheNewName() {
        assertThat(differences("file: {path: /tmp/x, newPath: /etc/passwd, operation: rename}", "{severity: high}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: x, expect: none} | s.yaml:4:5: a scenario does one thing: expected one of file",
                "{name: x, expect: none, session: {syscall: execve}, library: {path: /x}} | found library, session",
                "{name: x, expect: nothing, library: {path: /x}} | s.yaml:4:23: expect: expected none, or a mapping",
                "{name: x, library: {path: /x}} | s.yaml:4:5: expect: is missing",
                "{name: x, expect: none, library: {pth: /x}} | pth: unknown key, did you mean path?",
                "{name: x, expect: none, file: {path: x, operation: write}} | expected an absolute path",
                "{name: x, expect: none, file: {path: /x, operation: delete}} | did you mean unlink?",
                "{name: x, expect: none, file: {path: /x, operation: write, newPath: /y}} | only a rename has one",
                "{name: x, expect: none, syscall: {name: ptrac}} | did you mean ptrace?",
                "{name: x, expect: none, network: {operation: connect, port: 4}} | port: needs address",
                "{name: x, expect: none, network: {operation: connect, address: pool}} | expected an IP address",
                "{name: x, expect: {severity: huge}, library: {path: /x}} | is not a severity",
                "{name: x, process: {uid: -1}, expect: none, library: {path: /x}} | uid: expected a whole number",
            })
    void tellsWhereAMistakeIs(String scenario, String message) {
        ScenarioFile file = parse("  - " + scenario + "\n");
        assertThat(file.hasErrors()).isTrue();
        assertThat(file.scenarios()).isEmpty();
        assertThat(file.problems().toString()).contains(message);
    }
}
