package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Counts;
import io.shrike.model.Event;
import io.shrike.model.PolicySource;
import java.io.IOException;
import java.util.List;

/** What the sensor tells of itself: one object, named after its kind. */
final class SensorJson {
    private SensorJson() {}

    static void writeStatus(JsonGenerator json, Event.SensorStatus status) throws IOException {
        json.writeFieldName("status");
        writeStatusObject(json, status);
    }

    static void writeStatusObject(JsonGenerator json, Event.SensorStatus status) throws IOException {
        Counts counts = status.counts();
        json.writeStartObject();
        json.writeStringField("phase", status.phase());
        json.writeStringField("engineReason", status.engineReason());
        json.writeNumberField("seen", counts.seen());
        json.writeNumberField("matched", counts.matched());
        json.writeNumberField("emitted", counts.emitted());
        json.writeNumberField("sampled", counts.sampled());
        json.writeNumberField("suppressed", counts.suppressed());
        Json.numbers(json, "dropped", counts.dropped());
        Json.numbers(json, "unwatched", counts.unwatched());
        json.writeNumberField("withdrawn", counts.withdrawn());
        Json.strings(json, "notes", status.notes());
        if (!status.policySources().isEmpty()) {
            writePolicySources(json, status.policySources());
        }
        DeliveryJson.write(json, status.delivery());
        json.writeEndObject();
    }

    private static void writePolicySources(JsonGenerator json, List<PolicySource> sources) throws IOException {
        json.writeArrayFieldStart("policySources");
        for (PolicySource source : sources) {
            json.writeStartObject();
            json.writeStringField("location", source.location());
            json.writeStringField("state", source.state().text());
            if (source.asOf().isPresent()) {
                Json.instant(json, "asOf", source.asOf().get());
            }
            Json.optional(json, "problem", source.problem());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void writeGap(JsonGenerator json, Event.SensorGap gap) throws IOException {
        json.writeObjectFieldStart("gap");
        Json.instant(json, "from", gap.from());
        Json.instant(json, "to", gap.timestamp());
        json.writeStringField("reason", gap.reason());
        json.writeNumberField("unwatched", gap.unwatched());
        json.writeEndObject();
    }

    static void writePolicyLoaded(JsonGenerator json, Event.PolicyLoaded loaded) throws IOException {
        json.writeObjectFieldStart("policy");
        Json.strings(json, "names", loaded.policies());
        json.writeStringField("source", loaded.source());
        Json.strings(json, "restartRequired", loaded.restartRequired());
        json.writeEndObject();
    }

    static void writePolicyError(JsonGenerator json, Event.PolicyError error) throws IOException {
        json.writeObjectFieldStart("policy");
        json.writeStringField("source", error.source());
        Json.strings(json, "problems", error.problems());
        json.writeEndObject();
    }

    static void writeSuppressed(JsonGenerator json, Event.EventsSuppressed suppressed) throws IOException {
        json.writeObjectFieldStart("suppressed");
        json.writeNumberField(
                "total",
                suppressed.byRule().values().stream().mapToLong(Long::longValue).sum());
        Json.numbers(json, "byRule", suppressed.byRule());
        json.writeEndObject();
    }
}
