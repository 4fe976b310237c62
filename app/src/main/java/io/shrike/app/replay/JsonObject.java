package io.shrike.app.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A JSON object of an event. What is there of another type than is asked for counts as absent. */
public final class JsonObject {
    /** Why a field has no value where the event does not hold it. */
    static final String NOT_RECORDED = "notRecorded";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /** The one object in {@code line}; anything else is an IOException. */
    public static JsonObject parse(String line) throws IOException {
        try (JsonParser parser = FACTORY.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no object");
            }
            JsonObject object = object(parser);
            if (parser.nextToken() != null) {
                throw new IOException("more than one value");
            }
            return object;
        }
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return new JsonObject(members);
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> EMPTY;
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IOException("unexpected " + token);
        };
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return items;
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    private <T> Optional<T> of(String name, Class<T> type) {
        return Optional.ofNullable(members.get(name)).filter(type::isInstance).map(type::cast);
    }

    public Optional<String> text(String name) {
        return of(name, String.class);
    }

    public Optional<Long> number(String name) {
        return of(name, Long.class);
    }

    int integer(String name) {
        return number(name).map(Long::intValue).orElse(0);
    }

    public boolean flag(String name) {
        return of(name, Boolean.class).orElse(false);
    }

    public Optional<JsonObject> object(String name) {
        return of(name, JsonObject.class);
    }

    private List<?> items(String name) {
        Optional<List<?>> list = of(name, List.class).map(found -> (List<?>) found);
        return list.orElse(List.of());
    }

    public List<JsonObject> objects(String name) {
        return items(name).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    public List<String> texts(String name) {
        return items(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** The names and values of all members that are texts. */
    Map<String, String> textMembers() {
        Map<String, String> texts = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    /** The bytes that an event shows as text; unreadable where the event says so, or says nothing. */
    Field<ByteString> bytes(String name) {
        return field(name, object -> object.text(name).map(EscapedBytes::read));
    }

    /** A list of them. */
    Field<List<ByteString>> byteList(String name) {
        return field(
                name,
                object -> object.has(name) && members.get(name) instanceof List
                        ? Optional.of(
                                texts(name).stream().map(EscapedBytes::read).toList())
                        : Optional.empty());
    }

    /** Text that an event need not have. */
    Optional<Field<String>> optionalText(String name) {
        return has(name) ? Optional.of(field(name, object -> object.text(name))) : Optional.empty();
    }

    Field<Integer> id(String name) {
        return field(name, object -> object.number(name).map(Long::intValue));
    }

    private <T> Field<T> field(String name, Function<JsonObject, Optional<T>> read) {
        Optional<T> known = read.apply(this);
        if (known.isPresent()) {
            return Field.known(known.get());
        }
        return Field.unreadable(
                object(name).flatMap(object -> object.text("unreadable")).orElse(NOT_RECORDED));
    }
}
