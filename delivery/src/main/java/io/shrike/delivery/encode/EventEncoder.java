package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.RuleMatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Turns an event into one line of JSON, UTF-8, ended by a newline. Owned by one thread.
 *
 * <p>Bytes from the watched side appear as {@link ByteString#escaped()} text. Whatever can break a line or steer a terminal is
 * written as a Unicode escape (see {@link SafeJson}).
 */
public final class EventEncoder {
    private final SensorInfo sensor;
    private final CommandLine commandLine;

    /**
     * An encoder that passes the arguments of processes through {@code redactor} and shows at most {@code argumentBytes} of
     * them in an event.
     */
    public EventEncoder(SensorInfo sensor, UnaryOperator<List<ByteString>> redactor, int argumentBytes) {
        this.sensor = sensor;
        this.commandLine = new CommandLine(redactor, argumentBytes);
    }

    /** Writes the line to {@code out}, which must not fail. After a RuntimeException part of a line may have been written. */
    public void encode(OutboundEvent outbound, OutputStream out) {
        try {
            JsonGenerator json = SafeJson.factory().createGenerator(out, JsonEncoding.UTF8);
            writeEvent(json, outbound);
            json.writeRaw('\n');
            json.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void writeEvent(JsonGenerator json, OutboundEvent outbound) throws IOException {
        Event event = outbound.event();
        json.writeStartObject();
        json.writeStringField("eventId", outbound.eventId().toString());
        json.writeStringField("eventType", event.type().wireName());
        Json.instant(json, "timestamp", event.timestamp());
        switch (event) {
            case Event.Observed observed -> writeObserved(json, outbound, observed);
            case Event.SensorStatus status -> {
                writeOwnHeader(json, outbound);
                SensorJson.writeStatus(json, status);
            }
            case Event.SensorGap gap -> {
                writeOwnHeader(json, outbound);
                SensorJson.writeGap(json, gap);
            }
            case Event.PolicyLoaded loaded -> {
                writeOwnHeader(json, outbound);
                SensorJson.writePolicyLoaded(json, loaded);
            }
            case Event.PolicyError error -> {
                writeOwnHeader(json, outbound);
                SensorJson.writePolicyError(json, error);
            }
            case Event.EventsSuppressed suppressed -> {
                writeOwnHeader(json, outbound);
                SensorJson.writeSuppressed(json, suppressed);
            }
        }
        writeSensor(json, outbound.sequence());
        json.writeEndObject();
    }

    private void writeObserved(JsonGenerator json, OutboundEvent outbound, Event.Observed event) throws IOException {
        Json.constant(json, "severity", event.decision().severity());
        Json.constant(json, "action", event.decision().action());
        Json.constant(json, "outcome", event.outcome());
        writeRules(json, event.decision().matches());
        if (outbound.sampleRate().isPresent()) {
            json.writeNumberField("sampleRate", outbound.sampleRate().getAsDouble());
        }
        if (!event.note().isEmpty()) {
            json.writeStringField("note", event.note());
        }
        writeContainer(json, outbound);
        ProcessJson.write(json, event, commandLine);
        ActivityJson.write(json, event, commandLine);
    }

    private static void writeRules(JsonGenerator json, List<RuleMatch> rules) throws IOException {
        json.writeArrayFieldStart("rules");
        for (RuleMatch rule : rules) {
            json.writeStartObject();
            json.writeStringField("policy", rule.policy());
            json.writeStringField("rule", rule.rule());
            Json.constant(json, "severity", rule.severity());
            Json.constant(json, "action", rule.action());
            Json.stringsIfAny(json, "mitre", rule.mitre());
            Json.stringsIfAny(json, "tags", rule.tags());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeOwnHeader(JsonGenerator json, OutboundEvent outbound) throws IOException {
        Json.constant(json, "severity", outbound.event().severity());
        writeContainer(json, outbound);
    }

    private static void writeContainer(JsonGenerator json, OutboundEvent outbound) throws IOException {
        if (outbound.container().isEmpty()) {
            return;
        }
        ContainerInfo container = outbound.container().get();
        json.writeObjectFieldStart("container");
        Json.optional(json, "id", container.id());
        Json.optional(json, "name", container.name());
        Json.optional(json, "image", container.image());
        Json.optional(json, "taskArn", container.taskArn());
        Json.optional(json, "clusterArn", container.clusterArn());
        Json.optional(json, "taskFamily", container.taskFamily());
        Json.optional(json, "taskRevision", container.taskRevision());
        json.writeEndObject();
    }

    private void writeSensor(JsonGenerator json, long sequence) throws IOException {
        json.writeObjectFieldStart("sensor");
        json.writeStringField("version", sensor.version());
        json.writeStringField("engine", sensor.engine());
        json.writeNumberField("sequence", sequence);
        json.writeEndObject();
    }
}
