package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaAgreesWithParserTest {
    private static final int DOCUMENTS = 500;
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SNS_TOPIC_ARN", "t", "LOG_GROUP_NAME", "g", "EVENTS_TABLE_NAME", "e");

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(PolicySchema.text(), InputFormat.JSON);

    private boolean schemaAccepts(String json) {
        return schema.validate(json, InputFormat.JSON).isEmpty();
    }

    private static boolean parserAccepts(String json) {
        return !Text.parse(json, ENVIRONMENT).hasErrors();
    }

    @Test
    void onTheDocumentThatHasEveryKey() {
        String json = Json.text(GeneratedPolicies.full());
        assertThat(Text.problems(Text.parse(json, ENVIRONMENT))).isEmpty();
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void onGeneratedDocuments(long seed) {
        Random random = new Random(seed);
        List<String> disagreements = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String json = Json.text(GeneratedPolicies.mutated(random));
            boolean byParser = parserAccepts(json);
            if (schemaAccepts(json) != byParser) {
                disagreements.add(describe(json));
            }
            accepted += byParser ? 1 : 0;
        }
        assertThat(disagreements).isEmpty();
        assertThat(accepted).isBetween(DOCUMENTS / 10, DOCUMENTS * 9 / 10);
    }

    private String describe(String json) {
        return "parser: " + Text.problems(Text.parse(json, ENVIRONMENT)) + ", schema: "
                + schema.validate(json, InputFormat.JSON) + ", text: " + json;
    }

    @Test
    void letsAVariableStandForAnyValue() {
        assertThat(schemaAccepts("""
                {"apiVersion": "security.qualys.com/v1", "kind": "TracingPolicy", "metadata": {"name": "x"},
                 "spec": {"performance": {"batchSize": "${BATCH}", "samplingRate": "${RATE:-1.0}", "sampleAll": "${ALL}"},
                          "networkMonitoring": {"outboundConnections": {"blockedPorts": ["${PORT}"], "blocklist": ["${NET}"]}}}}
                """)).isTrue();
    }

    @Test
    void knowsEverySystemCallAndConstant() {
        String text = PolicySchema.text();
        assertThat(Resources.lines("syscalls.txt")).allMatch(name -> text.contains("\"" + name + "\""));
        assertThat(Constants.byName().keySet()).allMatch(name -> text.contains("\"" + name + "\""));
        assertThat(List.copyOf(Choice.EVENT_TYPE.words().keySet())).allMatch(name -> text.contains("\"" + name + "\""));
        assertThat(PackageManagers.BUILT_IN).allMatch(text::contains);
    }
}
