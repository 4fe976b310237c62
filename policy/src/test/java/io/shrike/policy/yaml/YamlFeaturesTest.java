package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Severity;
import io.shrike.policy.document.FileRules.FileRule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class YamlFeaturesTest {
    private static final String ONE = "processExecution: {trackedExecutables: [{name: nc}]}";

    private static List<FileRule> files(String text) {
        return Text.only(Text.policy(text)).files().orElseThrow().paths();
    }

    @Test
    void mergesWhatMergeKeysName() {
        List<FileRule> rules = files("""
                fileIntegrityMonitoring:
                  paths:
                    - &base {path: /a, severity: critical, events: [write]}
                    - {<<: *base, path: /b}
                    - {path: /c, <<: [*base], severity: low}
                """);
        assertThat(rules).extracting(FileRule::path).containsExactly("/a", "/b", "/c");
        assertThat(rules)
                .extracting(FileRule::severity)
                .containsExactly(Severity.CRITICAL, Severity.CRITICAL, Severity.LOW);
    }

    @Test
    void givesTheFirstOfSeveralMergedMappingsTheWord() {
        List<FileRule> rules = files("""
                fileIntegrityMonitoring:
                  paths:
                    - &one {path: /a, severity: low}
                    - &two {path: /b, severity: high}
                    - {<<: [*one, *two], path: /c}
                """);
        assertThat(rules.get(2).severity()).isEqualTo(Severity.LOW);
    }

    @Test
    void usesAnAliasAsOftenAsItStands() {
        List<FileRule> rules = files("""
                fileIntegrityMonitoring:
                  paths:
                    - {path: /a, events: &changes [unlink, chmod]}
                    - {path: /b, events: *changes}
                """);
        assertThat(rules.get(1).events()).isEqualTo(rules.get(0).events());
    }

    @Test
    void refusesAnAliasOfNothing() {
        assertThat(Text.problems(Text.policy("processExecution: *rules")))
                .containsExactly("p.yaml:5:21: *rules: no anchor &rules before it");
    }

    @Test
    void refusesToMergeAList() {
        assertThat(Text.problems(Text.policy("processExecution: {<<: 5, trackedExecutables: [{name: nc}]}")))
                .containsExactly("p.yaml:5:22: <<: expected a mapping or a list of mappings, found 5");
    }

    @Test
    void readsSeveralDocumentsAndSkipsEmptyOnes() {
        String other = Text.policy(ONE).replace("name: test", "name: other");
        ParseResult result = Text.parse("# only a comment\n---\n" + Text.policy(ONE) + "---\n" + other + "---\n");
        assertThat(result.problems()).isEmpty();
        assertThat(result.documents()).extracting(document -> document.name()).containsExactly("test", "other");
    }

    @Test
    void reportsMistakesOfEveryDocument() {
        assertThat(Text.problems(Text.policy("a: 1") + "---\n" + Text.policy("b: 1")))
                .hasSize(2);
    }

    @Test
    void warnsOfTwoDocumentsWithOneName() {
        assertThat(Text.problems(Text.policy(ONE) + "---\n" + Text.policy(ONE)))
                .containsExactly(
                        "p.yaml:7:1: warning: the document at line 1 has the same name \"test\": events cannot tell them apart");
    }

    @Test
    void takesAByteOrderMarkAndWindowsLineEnds() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
        text.writeBytes(Text.policy("x: 1").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(Text.problems(Text.parse(text.toByteArray(), Map.of())).getFirst())
                .startsWith("p.yaml:5:3: x: unknown key");
    }

    @Test
    void countsColumnsInCharacters() {
        assertThat(Text.problems(Text.policy("performance: {\"\ud83d\udc26\": 1, batchSize: 0}")))
                .anyMatch(problem -> problem.startsWith("p.yaml:5:36: batchSize"));
    }

    @Test
    void replacesVariablesInAnyScalar() {
        String text = Text.policy("""
                fileIntegrityMonitoring:
                  paths:
                    - path: ${ROOT}/etc/${FILE:-passwd}
                      recursive: "${DEEP}"
                      severity: ${SEVERITY:-high}
                performance: {batchSize: "${BATCH:-7}"}
                """);
        ParseResult result = Text.parse(text, Map.of("ROOT", "/srv", "DEEP", "true", "FILE", ""));
        assertThat(result.problems()).isEmpty();
        FileRule rule =
                result.documents().getFirst().files().orElseThrow().paths().getFirst();
        assertThat(rule.path()).isEqualTo("/srv/etc/passwd");
        assertThat(rule.recursive()).isTrue();
        assertThat(rule.severity()).isEqualTo(Severity.HIGH);
        assertThat(result.documents().getFirst().performance().batchSize()).hasValue(7);
    }

    @Test
    void leavesADoubledDollarAndWhatAVariableGivesAlone() {
        String text = Text.policy("processExecution: {trackedExecutables: [{name: nc, args: [\"$${A}\", \"${B}\"]}]}");
        ParseResult result = Text.parse(text, Map.of("B", "${C}"));
        assertThat(result.documents()
                        .getFirst()
                        .executions()
                        .orElseThrow()
                        .trackedExecutables()
                        .getFirst()
                        .arguments())
                .containsExactly("${A}", "${C}");
    }

    @Test
    void saysThatThereIsNoPolicy() {
        String expected =
                "p.yaml: there is no policy in it (a policy has apiVersion, kind, metadata.name and sections)";
        assertThat(Text.problems("")).containsExactly(expected);
        assertThat(Text.problems("# nothing\n---\n")).containsExactly(expected);
    }

    @Test
    void refusesADocumentThatIsNoMapping() {
        assertThat(Text.problems("just words"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("p.yaml:1:1: the document: expected a mapping, found \"just words\"");
    }
}
