package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.DeliveryState;
import java.io.IOException;

/** The {@code destinations} and the {@code journal} of a sensor_status; absent where there are none. */
final class DeliveryJson {
    private DeliveryJson() {}

    static void write(JsonGenerator json, DeliveryState state) throws IOException {
        if (!state.destinations().isEmpty()) {
            json.writeArrayFieldStart("destinations");
            for (DeliveryState.Destination destination : state.destinations()) {
                writeDestination(json, destination);
            }
            json.writeEndArray();
        }
        if (state.journal().isPresent()) {
            writeJournal(json, state.journal().get());
        }
    }

    private static void writeDestination(JsonGenerator json, DeliveryState.Destination destination) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", destination.name());
        json.writeStringField("circuit", destination.circuit());
        json.writeNumberField("delivered", destination.delivered());
        json.writeNumberField("waiting", destination.waiting());
        json.writeNumberField("lagSeconds", destination.lagSeconds());
        json.writeNumberField("refused", destination.refused());
        json.writeNumberField("dropped", destination.dropped());
        Json.numbers(json, "failures", destination.failures());
        Json.optional(json, "lastFailure", destination.lastFailure());
        json.writeEndObject();
    }

    private static void writeJournal(JsonGenerator json, DeliveryState.Journal journal) throws IOException {
        json.writeObjectFieldStart("journal");
        json.writeStringField("directory", journal.directory());
        json.writeStringField("keeps", journal.problem().isPresent() ? "memory" : "disk");
        Json.optional(json, "problem", journal.problem());
        json.writeNumberField("diskBytes", journal.diskBytes());
        json.writeNumberField("memoryBytes", journal.memoryBytes());
        json.writeNumberField("found", journal.found());
        json.writeNumberField("unreadableBytes", journal.unreadableBytes());
        Json.numbers(json, "dropped", journal.dropped());
        json.writeEndObject();
    }
}
