package io.shrike.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference tells of every key that the JSON Schema has: in a heading, or between backticks. */
class PolicyReferenceTest {
    private static final Pattern TOLD = Pattern.compile("^#+ (.*)$|`([^`\\n]+)`", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

    @Test
    void tellsOfEveryKey() throws IOException {
        Path root = Repository.root();
        Set<String> keys = new TreeSet<>();
        addKeys(JsonReader.read(Files.readAllBytes(root.resolve("policies/tracing-policy.schema.json"))), keys);
        assertThat(keys).hasSizeGreaterThan(80).contains("path", "samplingRate", "cryptoMiningPools");
        keys.removeAll(told(Files.readString(root.resolve("docs/policy-reference.md"))));
        assertThat(keys).isEmpty();
    }

    private static Set<String> told(String document) {
        Set<String> words = new TreeSet<>();
        TOLD.matcher(document)
                .results()
                .flatMap(told -> WORD.matcher(told.group()).results())
                .forEach(word -> words.add(word.group()));
        return words;
    }

    private static void addKeys(Json schema, Set<String> keys) {
        switch (schema) {
            case Json.Obj object ->
                object.members().forEach((name, member) -> {
                    if (name.equals("properties") && member instanceof Json.Obj properties) {
                        keys.addAll(properties.members().keySet());
                    }
                    addKeys(member, keys);
                });
            case Json.Array array -> array.items().forEach(item -> addKeys(item, keys));
            case Json.Text _, Json.Num _, Json.Bool _, Json.Null _ -> {}
        }
    }
}
