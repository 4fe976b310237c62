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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private Ran shrike(String... arguments) {
        List<String> line = new ArrayList<>(List.of(Repository.shrike().toString()));
        line.addAll(List.of(arguments));
        return Command.of(directory, line).alone();
    }

    private static void ended(Ran ran, int code) {
        assertThat(ran.ending()).as("%s", ran).isEqualTo(new Ending.Exited(code));
    }
}
