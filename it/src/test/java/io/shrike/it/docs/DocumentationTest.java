package io.shrike.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Repository;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.importer.Imported;
import io.shrike.policy.importer.PolicyImporter;
import io.shrike.policy.scenario.ScenarioFile;
import io.shrike.policy.scenario.ScenarioRunner;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import io.shrike.policy.yaml.ScenarioParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every policy in a document is a policy, and every link between documents leads somewhere. */
class DocumentationTest {
    private static final Pattern TEST =
            Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT|Contract))(?:[.]([a-z][A-Za-z]+))?`");
    private static final Pattern YAML = Pattern.compile("^```yaml\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    /** Policies that are not Shrike's. */
    private static final Pattern OTHER_TOOLS =
            Pattern.compile("^```yml\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    private static final Pattern FIXTURE = Pattern.compile("`(fixtures/[a-z0-9_]+\\.c)`");

    @TestFactory
    List<DynamicTest> everyPolicyInADocumentLoads() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path document : documents()) {
            Matcher snippet = YAML.matcher(Files.readString(document));
            for (int i = 1; snippet.find(); i++) {
                String text = snippet.group(1);
                tests.add(DynamicTest.dynamicTest(name(document) + " " + i, () -> assertLoads(text)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(7);
        return tests;
    }

    private static void assertLoads(String text) {
        if (isScenarios(text)) {
            assertThat(scenarios(text).problems()).isEmpty();
            return;
        }
        ParseResult result =
                PolicyParser.parse("snippet", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        assertThat(result.hasErrors()).as(() -> result.problems().toString()).isFalse();
        assertThat(result.documents()).isNotEmpty();
    }

    private static boolean isScenarios(String text) {
        return text.contains("kind: " + ScenarioParser.KIND);
    }

    private static ScenarioFile scenarios(String text) {
        return ScenarioParser.parse("snippet", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
    }

    /** The policy comes first on the page. */
    @TestFactory
    List<DynamicTest> theScenariosOfThePageAboutThemHold() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/policy-testing.md"));
        List<String> snippets =
                YAML.matcher(page).results().map(match -> match.group(1)).toList();
        ScenarioRunner runner = new ScenarioRunner(new PolicyCompiler(_ -> Set.of())
                .compile(PolicyParser.parse(
                                "snippet", snippets.getFirst().getBytes(StandardCharsets.UTF_8), _ -> Optional.empty())
                        .documents())
                .judge());
        List<DynamicTest> tests = snippets.stream()
                .filter(DocumentationTest::isScenarios)
                .flatMap(text -> scenarios(text).scenarios().stream())
                .map(scenario -> DynamicTest.dynamicTest(
                        scenario.name(),
                        () -> assertThat(runner.run(scenario).differences()).isEmpty()))
                .toList();
        assertThat(tests).hasSizeGreaterThan(6);
        return tests;
    }

    @Test
    void theImportOnThePageAboutItGivesThePolicyBesideIt() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/policy-import.md"));
        Matcher original = OTHER_TOOLS.matcher(page);
        Matcher policy = YAML.matcher(page);
        assertThat(original.find() && policy.find()).isTrue();
        Imported imported =
                PolicyImporter.importText("tetragon.yaml", original.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(imported.policy()).contains(policy.group(1));
    }

    @TestFactory
    List<DynamicTest> everyLinkLeadsToAFile() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                Path target = document.resolveSibling(link.group(1)).normalize();
                tests.add(DynamicTest.dynamicTest(
                        name(document) + " -> " + link.group(1),
                        () -> assertThat(target).exists()));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    @Test
    void everyDisguiseNamesAProgramThatIsThere() throws IOException {
        Matcher fixture = FIXTURE.matcher(Files.readString(Repository.root().resolve("docs/disguises.md")));
        int count = 0;
        while (fixture.find()) {
            assertThat(Repository.root().resolve(fixture.group(1))).exists();
            count++;
        }
        assertThat(count).isGreaterThan(20);
    }

    @Test
    void everyTestOfAFaultIsThere() throws IOException {
        String page = Files.readString(Repository.root().resolve("docs/testing.md"));
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("delivery", "aws", "it")) {
            try (Stream<Path> files = Files.walk(Repository.root().resolve(module + "/src/test/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        Matcher test = TEST.matcher(page);
        int count = 0;
        while (test.find()) {
            assertThat(sources).containsKey(test.group(1));
            assertThat(sources.get(test.group(1)))
                    .as(test.group())
                    .contains(test.group(2) == null ? "class " : "void " + test.group(2) + "(");
            count++;
        }
        assertThat(count).isGreaterThan(25);
    }

    private static String name(Path document) {
        return Repository.root().relativize(document).toString();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Repository.root());
                Stream<Path> below = Files.walk(Repository.root().resolve("docs"));
                Stream<Path> shim = Files.list(Repository.root().resolve("shim"))) {
            return Stream.of(top, below, shim)
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
