package io.shrike.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.app.explain.CallExplanation;
import io.shrike.app.explain.Explanation;
import io.shrike.app.explain.RuleExplanation;
import io.shrike.linux.syscall.Abi;
import io.shrike.policy.explain.BlockPromise;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** An explanation for programs. */
final class ExplanationJson {
    private ExplanationJson() {}

    static void write(Explanation explanation, Abi abi, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("abi", abi.name().toLowerCase(Locale.ROOT));
        json.writeStringField("cost", explanation.cost().word());
        json.writeArrayFieldStart("syscalls");
        for (CallExplanation call : explanation.calls()) {
            json.writeStartObject();
            json.writeStringField("syscall", call.syscall());
            json.writeBooleanField("stops", call.stops());
            json.writeStringField("when", call.when());
            json.writeStringField("cost", call.cost().word());
            JsonOutput.strings(json, "because", call.because());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rules");
        for (RuleExplanation rule : explanation.rules()) {
            writeRule(rule, json);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeRule(RuleExplanation rule, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("policy", rule.policy());
        json.writeStringField("rule", rule.rule());
        json.writeStringField("file", rule.position().file());
        json.writeNumberField("line", rule.position().line());
        json.writeNumberField("column", rule.position().column());
        json.writeStringField("cost", rule.cost().word());
        writeMap("needs", rule.calls(), json);
        writeMap("notStopped", rule.notStopped(), json);
        JsonOutput.strings(json, "untraced", rule.untraced());
        JsonOutput.strings(json, "cannotSee", rule.blindSpots());
        json.writeArrayFieldStart("block");
        for (BlockPromise promise : rule.block()) {
            json.writeStartObject();
            json.writeStringField("promise", ExplanationText.word(promise));
            json.writeStringField("about", promise.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeMap(String name, Map<String, String> texts, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
