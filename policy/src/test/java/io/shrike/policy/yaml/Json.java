package io.shrike.policy.yaml;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Trees of maps, lists and scalars as JSON, which is YAML too. {@link #NULL} is null; a {@link Raw} stands as it is. */
final class Json {
    static final Object NULL = new Raw("null");

    private Json() {}

    /** A number as it is to be written. */
    record Raw(String text) {}

    static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
            case Raw raw -> raw.text();
            case String string -> quoted(string);
            default -> value.toString();
        };
    }

    private static String quoted(Object value) {
        String text = value.toString()
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
        return "\"" + text + "\"";
    }
}
