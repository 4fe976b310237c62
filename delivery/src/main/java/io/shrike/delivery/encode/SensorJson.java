package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Counts;
import io.shrike.model.Event;
import java.io.IOException;

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
        DeliveryJson.write(json, status.delivery());
        json.writeEndObject();
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
