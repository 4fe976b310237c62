package io.shrike.policy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Judge;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.yaml.PolicyParser;
import io.shrike.policy.yaml.ScenarioParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every shipped policy has scenarios, and decides as they say. */
class ShippedScenariosTest {
    private static final Path POLICIES = Path.of("..", "policies");

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Judge judge(Path policy) throws IOException {
        return new PolicyCompiler(_ -> Set.of())
                .compile(PolicyParser.parse(policy.toString(), Files.readAllBytes(policy), _ -> Optional.empty())
                        .documents())
                .judge();
    }

    @Test
    void everyShippedPolicyHasScenarios() throws IOException {
        assertThat(files(POLICIES.resolve("scenarios")))
                .extracting(Path::getFileName)
                .isNotEmpty()
                .isEqualTo(files(POLICIES).stream().map(Path::getFileName).toList());
    }

    @TestFactory
    List<DynamicTest> everyScenarioHolds() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files(POLICIES.resolve("scenarios"))) {
            ScenarioRunner runner = new ScenarioRunner(judge(POLICIES.resolve(file.getFileName())));
            ScenarioFile parsed =
                    ScenarioParser.parse(file.toString(), Files.readAllBytes(file), _ -> Optional.empty());
            assertThat(parsed.problems()).isEmpty();
            for (Scenario scenario : parsed.scenarios()) {
                tests.add(DynamicTest.dynamicTest(
                        file.getFileName() + ": " + scenario.name(),
                        () -> assertThat(runner.run(scenario).differences()).isEmpty()));
            }
        }
        return tests;
    }
}
