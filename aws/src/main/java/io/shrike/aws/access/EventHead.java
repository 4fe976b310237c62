package io.shrike.aws.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What services of AWS are told of an event besides its text: its fields at the top, and the policy of its first rule. */
public record EventHead(Map<String, String> fields, Optional<String> policy) {
    private static final JsonFactory JSON = new JsonFactory();

    public EventHead {
        fields = Map.copyOf(fields);
    }

    /** Of a line of the journal. What does not read as JSON has no fields. */
    public static EventHead of(ByteString event) {
        Map<String, String> fields = new HashMap<>();
        Optional<String> policy = Optional.empty();
        try (JsonParser json = JSON.createParser(event.toArray())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    fields.put(name, json.getText());
                } else if (value == JsonToken.START_ARRAY && name.equals("rules")) {
                    policy = firstPolicy(json);
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException _) {
            return new EventHead(fields, policy);
        }
        return new EventHead(fields, policy);
    }

    private static Optional<String> firstPolicy(JsonParser json) throws IOException {
        Optional<String> first = Optional.empty();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return first;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING
                    && depth == 2
                    && first.isEmpty()
                    && "policy".equals(json.currentName())) {
                first = Optional.of(json.getText());
            }
        }
        return first;
    }

    /** When it was, if the line says so. */
    public Optional<Instant> timestamp() {
        try {
            return field("timestamp").map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
