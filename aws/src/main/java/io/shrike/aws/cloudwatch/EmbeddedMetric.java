package io.shrike.aws.cloudwatch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.aws.access.EventHead;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What makes CloudWatch count an event in a metric: members in front of the event's own, in the Embedded Metric Format. The metric
 * {@code Events} has the dimensions severity, and eventType with severity, whose values are members of the event.
 */
record EmbeddedMetric(String members) {
    private static final String METRIC = "Events";
    private static final List<List<String>> DIMENSIONS = List.of(List.of("severity"), List.of("eventType", "severity"));
    private static final JsonFactory JSON = new JsonFactory();

    /** Without members where the event lacks what the dimensions name: such a text would not be understood. */
    static EmbeddedMetric of(String namespace, long millis, EventHead head) {
        boolean complete = DIMENSIONS.stream()
                .flatMap(List::stream)
                .allMatch(name -> head.field(name).isPresent());
        if (!complete) {
            return new EmbeddedMetric("");
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, namespace, millis);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String object = text.toString();
        return new EmbeddedMetric(object.substring(1, object.length() - 1) + ",");
    }

    private static void write(JsonGenerator json, String namespace, long millis) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", millis);
        json.writeArrayFieldStart("CloudWatchMetrics");
        json.writeStartObject();
        json.writeStringField("Namespace", namespace);
        json.writeArrayFieldStart("Dimensions");
        for (List<String> set : DIMENSIONS) {
            json.writeArray(set.toArray(String[]::new), 0, set.size());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        json.writeStartObject();
        json.writeStringField("Name", METRIC);
        json.writeStringField("Unit", "Count");
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeNumberField(METRIC, 1);
        json.writeEndObject();
    }

    /** The event with the members, if it is an object. */
    String into(String event) {
        return event.startsWith("{\"") ? "{" + members + event.substring(1) : event;
    }
}
