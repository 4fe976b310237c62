package io.shrike.aws.securityhub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an event says, by paths such as {@code process.executable} and, of the first of its rules, {@code rules.policy}. */
record EventFacts(Map<String, String> values) {
    private static final JsonFactory JSON = new JsonFactory();

    EventFacts {
        values = Map.copyOf(values);
    }

    /** Of a line of the journal. What does not read as JSON says nothing. */
    static EventFacts of(ByteString event) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser json = JSON.createParser(event.toArray())) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                object(json, "", values);
            }
        } catch (IOException _) {
            return new EventFacts(values);
        }
        return new EventFacts(values);
    }

    private static void object(JsonParser json, String path, Map<String, String> values) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = path + json.currentName();
            JsonToken value = json.nextToken();
            if (value.isScalarValue()) {
                values.putIfAbsent(name, json.getText());
            } else if (value == JsonToken.START_OBJECT && path.isEmpty()) {
                object(json, name + ".", values);
            } else if (value == JsonToken.START_ARRAY && name.equals("rules")) {
                rules(json, values);
            } else {
                json.skipChildren();
            }
        }
    }

    /** Of several rules the first counts. */
    private static void rules(JsonParser json, Map<String, String> values) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            object(json, "rules.", values);
        }
    }

    Optional<String> at(String path) {
        return Optional.ofNullable(values.get(path)).filter(text -> !text.isEmpty());
    }

    Optional<Integer> number(String path) {
        try {
            return at(path).map(Integer::valueOf);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
