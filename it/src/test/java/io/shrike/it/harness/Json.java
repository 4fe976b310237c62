package io.shrike.it.harness;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A JSON value. {@link #at} finds a value inside by a path such as {@code process.ancestors[0].pid}. */
public sealed interface Json {
    record Text(String value) implements Json {
        @Override
        public String toString() {
            return '"' + value + '"';
        }
    }

    record Num(BigDecimal value) implements Json {
        @Override
        public String toString() {
            return value.toPlainString();
        }
    }

    record Bool(boolean value) implements Json {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    record Null() implements Json {
        @Override
        public String toString() {
            return "null";
        }
    }

    record Array(List<Json> items) implements Json {
        public Array {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return items.toString();
        }
    }

    record Obj(Map<String, Json> members) implements Json {
        @Override
        public String toString() {
            return members.entrySet().stream()
                    .map(member -> member.getKey() + ": " + member.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** The value at {@code path}: names joined by dots, {@code [n]} for the n-th item; the empty path is the value itself. */
    default Optional<Json> at(String path) {
        Optional<Json> found = Optional.of(this);
        for (String step : path.replace("[", ".[").split("\\.")) {
            if (!step.isEmpty()) {
                found = found.flatMap(value -> value.step(step));
            }
        }
        return found;
    }

    private Optional<Json> step(String step) {
        return switch (this) {
            case Obj object -> Optional.ofNullable(object.members().get(step));
            case Array array
            when step.startsWith("[") -> {
                int index = Integer.parseInt(step.substring(1, step.length() - 1));
                yield index < array.items().size() ? Optional.of(array.items().get(index)) : Optional.empty();
            }
            case Array _, Text _, Num _, Bool _, Null _ -> Optional.empty();
        };
    }

    /** The text at {@code path}, or nothing when it is not there or not a text. */
    default Optional<String> text(String path) {
        return at(path).flatMap(value -> value instanceof Text text ? Optional.of(text.value()) : Optional.empty());
    }

    /** The whole number at {@code path}, or nothing when it is not there or not a number. */
    default Optional<Long> number(String path) {
        return at(path).flatMap(value ->
                value instanceof Num number ? Optional.of(number.value().longValue()) : Optional.empty());
    }

    /** The items of the array at {@code path}; none when there is no array. */
    default List<Json> items(String path) {
        return at(path).map(value -> value instanceof Array array ? array.items() : List.<Json>of())
                .orElse(List.of());
    }
}
