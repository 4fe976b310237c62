package io.shrike.delivery.destination.syslog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.encode.SafeJson;
import io.shrike.model.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as a message of RFC 5424: what syslog servers sort by in the header and the structured data, the whole event as JSON
 * in the text. Nothing of the watched side can end a line or a value: control characters are escaped in both.
 */
final class SyslogMessage {
    private static final String NIL = "-";
    private static final int MOST_VALUE = 1_024;
    private static final int CRITICAL = 2;
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int INFORMATIONAL = 6;

    private final int facility;
    private final EventForm form;
    private final String origin;

    /** {@code form}: of the event in the text; header and structured data are the same in each. */
    SyslogMessage(int facility, EventForm form, String host, long pid) {
        this.facility = facility;
        this.form = form;
        this.origin = headerName(host, 255) + " shrike " + pid;
    }

    /** The message without framing. Throws IOException where the event is no JSON object. */
    byte[] of(ByteString event) throws IOException {
        Map<String, String> facts = facts(event);
        StringBuilder head = new StringBuilder(256);
        head.append('<')
                .append(8 * facility + severity(facts.getOrDefault("severity", "")))
                .append(">1 ");
        head.append(time(facts.getOrDefault("timestamp", "")))
                .append(' ')
                .append(origin)
                .append(' ');
        head.append(headerName(facts.getOrDefault("eventType", NIL), 32)).append(" [shrike@32473");
        facts.forEach((name, value) -> {
            if (!name.equals("timestamp")) {
                head.append(' ').append(name).append("=\"").append(value(value)).append('"');
            }
        });
        head.append("] ");
        byte[] text = form.of(event).toArray();
        ByteArrayOutputStream message = new ByteArrayOutputStream(head.length() + text.length);
        message.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        message.writeBytes(text);
        return message.toByteArray();
    }

    /** The members of the event itself that are texts, and the executable of its process. */
    private static Map<String, String> facts(ByteString event) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        try (JsonParser json = SafeJson.factory().createParser(event.toArray())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the event is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING && name.matches("[A-Za-z]{1,32}") && !name.equals("note")) {
                    facts.put(name, json.getText());
                } else if (name.equals("process") && value == JsonToken.START_OBJECT) {
                    executable(json, facts);
                } else {
                    json.skipChildren();
                }
            }
        }
        return facts;
    }

    private static void executable(JsonParser json, Map<String, String> facts) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals("executable");
            if (json.nextToken() == JsonToken.VALUE_STRING && wanted) {
                facts.put("executable", json.getText());
            } else {
                json.skipChildren();
            }
        }
    }

    private static int severity(String ours) {
        return switch (ours) {
            case "critical" -> CRITICAL;
            case "high" -> ERROR;
            case "medium" -> WARNING;
            default -> INFORMATIONAL;
        };
    }

    /** RFC 5424 has room for microseconds. */
    private static String time(String timestamp) {
        try {
            return Instant.parse(timestamp).truncatedTo(ChronoUnit.MICROS).toString();
        } catch (DateTimeParseException _) {
            return NIL;
        }
    }

    /** PARAM-VALUE: quotes, backslashes and closing brackets are escaped. */
    private static String value(String text) {
        String cut = text.length() > MOST_VALUE ? text.substring(0, MOST_VALUE) : text;
        return SafeJson.escaped(cut)
                .replace("\\\"", "\"")
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("]", "\\]");
    }

    /** Printable ASCII without blanks. */
    private static String headerName(String text, int most) {
        String name = text.replaceAll("[^\\x21-\\x7e]", "?");
        return name.isEmpty() ? NIL : name.substring(0, Math.min(most, name.length()));
    }
}
