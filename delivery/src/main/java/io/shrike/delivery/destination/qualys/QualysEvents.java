package io.shrike.delivery.destination.qualys;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shrike.delivery.encode.SafeJson;
import io.shrike.model.Action;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import io.shrike.model.EventType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Events as Qualys has them: five types, {@code process.arguments} as one string, and of the container five members. What
 * Qualys has no type for is an {@code anomaly}, with Shrike's type as {@code anomalyType}.
 */
final class QualysEvents {
    private static final Set<String> CONTAINER = Set.of("id", "name", "taskArn", "clusterArn", "taskFamily");
    private static final String ANOMALY = "anomaly";
    private static final String FILE_CHANGE = "file_change";

    private QualysEvents() {}

    /** What Qualys calls the event; empty where it is not to have it. */
    static Optional<String> typeOf(Event event) {
        return switch (event.type()) {
            case PROCESS_EXECUTION, FILE_CHANGE, FILE_ACCESS, NETWORK_CONNECTION, SOFTWARE_INSTALLATION ->
                Optional.of(typeOf(event.type().wireName()));
            case NETWORK_LISTEN, DNS_QUERY, FILE_DOWNLOAD, SYSCALL, SESSION ->
                event instanceof Event.Observed observed && observed.decision().action() != Action.LOG
                        ? Optional.of(ANOMALY)
                        : Optional.empty();
            case SENSOR_STATUS, SENSOR_GAP, POLICY_LOADED, POLICY_ERROR, EVENTS_SUPPRESSED -> Optional.empty();
        };
    }

    private static String typeOf(String shrikeType) {
        if (shrikeType.equals(EventType.FILE_ACCESS.wireName())) {
            return FILE_CHANGE;
        }
        boolean known = shrikeType.equals(EventType.PROCESS_EXECUTION.wireName())
                || shrikeType.equals(FILE_CHANGE)
                || shrikeType.equals(EventType.NETWORK_CONNECTION.wireName())
                || shrikeType.equals(EventType.SOFTWARE_INSTALLATION.wireName());
        return known ? shrikeType : ANOMALY;
    }

    /** The event in Qualys's form. */
    static ByteString translate(ByteString line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(line.length());
        try (JsonParser in = SafeJson.factory().createParser(line.toArray());
                JsonGenerator json = SafeJson.factory().createGenerator(out, JsonEncoding.UTF8)) {
            in.nextToken();
            json.writeStartObject();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                writeMember(in, json);
            }
            json.writeEndObject();
        }
        return ByteString.of(out.toByteArray());
    }

    private static void writeMember(JsonParser in, JsonGenerator json) throws IOException {
        String name = in.currentName();
        in.nextToken();
        switch (name) {
            case "eventType" -> writeType(in.getText(), json);
            case "container" -> {
                json.writeFieldName(name);
                writeContainer(in, json);
            }
            case "process" -> {
                json.writeFieldName(name);
                writeProcess(in, json);
            }
            default -> {
                json.writeFieldName(name);
                json.copyCurrentStructure(in);
            }
        }
    }

    private static void writeType(String shrikeType, JsonGenerator json) throws IOException {
        String type = typeOf(shrikeType);
        json.writeStringField("eventType", type);
        if (type.equals(ANOMALY)) {
            json.writeStringField("anomalyType", shrikeType);
        }
    }

    private static void writeContainer(JsonParser in, JsonGenerator json) throws IOException {
        json.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = CONTAINER.contains(in.currentName());
            if (wanted) {
                json.writeFieldName(in.currentName());
            }
            in.nextToken();
            if (wanted) {
                json.copyCurrentStructure(in);
            } else {
                in.skipChildren();
            }
        }
        json.writeEndObject();
    }

    private static void writeProcess(JsonParser in, JsonGenerator json) throws IOException {
        json.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            json.writeFieldName(name);
            in.nextToken();
            if (name.equals("arguments")) {
                json.writeString(arguments(in));
            } else {
                json.copyCurrentStructure(in);
            }
        }
        json.writeEndObject();
    }

    /** A list is joined by blanks; arguments that could not be read are {@code <unreadable: EFAULT>}. */
    private static String arguments(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.START_ARRAY) {
            StringJoiner joined = new StringJoiner(" ");
            while (in.nextToken() != JsonToken.END_ARRAY) {
                joined.add(in.getText());
            }
            return joined.toString();
        }
        String reason = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            in.nextToken();
            reason = in.getText();
        }
        return "<unreadable: " + reason + ">";
    }
}
