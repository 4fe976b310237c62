package io.shrike.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Repository;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every policy in a document is a policy, and every link between documents leads somewhere. */
class DocumentationTest {
    private static final Pattern YAML = Pattern.compile("^```yaml\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

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
        ParseResult result =
                PolicyParser.parse("snippet", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        assertThat(result.hasErrors()).as(() -> result.problems().toString()).isFalse();
        assertThat(result.documents()).isNotEmpty();
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
