package io.shrike.policy.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.document.Problem;
import io.shrike.policy.scenario.ScenarioFile;
import io.shrike.policy.scenario.ScenarioRunner;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import io.shrike.policy.yaml.ScenarioParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What policies of other tools become loads without a mistake, and decides as they would. */
class ImportFixturesTest {
    private static final List<String> NAMES = List.of("files", "programs", "network", "calls", "exemptions", "fim");

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ImportFixturesTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    private static String imported(String name) throws IOException {
        return PolicyImporter.importText(name + ".yaml", resource(name + ".yaml"))
                .policy()
                .orElseThrow();
    }

    private static ParseResult parse(String text) {
        return PolicyParser.parse("imported", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    @TestFactory
    List<DynamicTest> everyImportLoadsWithoutAMistake() {
        return NAMES.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    String text = imported(name);
                    assertThat(parse(text).problems()).as(text).isEmpty();
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyImportDecidesAsThePolicyItCameFrom() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : NAMES) {
            String text = imported(name);
            ScenarioRunner runner = new ScenarioRunner(new PolicyCompiler(_ -> Set.of())
                    .compile(parse(text).documents())
                    .judge());
            ScenarioFile scenarios =
                    ScenarioParser.parse(name, resource(name + ".scenarios.yaml"), _ -> Optional.empty());
            assertThat(scenarios.problems()).isEmpty();
            scenarios
                    .scenarios()
                    .forEach(scenario -> tests.add(DynamicTest.dynamicTest(
                            name + ": " + scenario.name(),
                            () -> assertThat(runner.run(scenario).differences())
                                    .as(text)
                                    .isEmpty())));
        }
        assertThat(tests).hasSizeGreaterThan(50);
        return tests;
    }

    @TestFactory
    List<DynamicTest> everyNoteHasAPlaceAndIsInThePolicyToo() {
        return NAMES.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Imported imported = PolicyImporter.importText(name + ".yaml", resource(name + ".yaml"));
                    assertThat(imported.notes()).isNotEmpty().noneMatch(Problem::isError);
                    for (Problem note : imported.notes()) {
                        assertThat(note.line()).isPositive();
                        assertThat(imported.policy().orElseThrow()).contains("# " + note + "\n");
                    }
                }))
                .toList();
    }
}
