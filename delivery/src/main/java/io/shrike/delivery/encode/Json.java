package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the values that events are made of. A value that could not be read is {@code {"unreadable":"EFAULT"}}. */
final class Json {
    private static final DateTimeFormatter NINE_DIGITS =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

    private Json() {}

    /** Writes one value. */
    @FunctionalInterface
    interface ValueWriter<T> {
        void write(JsonGenerator json, T value) throws IOException;
    }

    static <T> void field(JsonGenerator json, String name, Field<T> field, ValueWriter<T> writer) throws IOException {
        json.writeFieldName(name);
        value(json, field, writer);
    }

    static <T> void value(JsonGenerator json, Field<T> field, ValueWriter<T> writer) throws IOException {
        switch (field) {
            case Field.Known<T> known -> writer.write(json, known.value());
            case Field.Unreadable<T> unreadable -> {
                json.writeStartObject();
                json.writeStringField("unreadable", unreadable.reason());
                json.writeEndObject();
            }
        }
    }

    static void bytes(JsonGenerator json, String name, Field<ByteString> field) throws IOException {
        field(json, name, field, Json::bytes);
    }

    static void bytes(JsonGenerator json, ByteString value) throws IOException {
        json.writeString(value.escaped());
    }

    /** A uid or gid: the kernel's are unsigned. */
    static void unsigned(JsonGenerator json, String name, Field<Integer> field) throws IOException {
        field(json, name, field, (out, value) -> out.writeNumber(Integer.toUnsignedLong(value)));
    }

    static void instant(JsonGenerator json, String name, Instant instant) throws IOException {
        json.writeStringField(name, NINE_DIGITS.format(instant));
    }

    static void instant(JsonGenerator json, String name, Field<Instant> field) throws IOException {
        field(json, name, field, (out, value) -> out.writeString(NINE_DIGITS.format(value)));
    }

    /** Constants travel in lower case. */
    static void constant(JsonGenerator json, String name, Enum<?> constant) throws IOException {
        json.writeStringField(name, constant.name().toLowerCase(Locale.ROOT));
    }

    static void optional(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        }
    }

    static void strings(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static void stringsIfAny(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        if (!texts.isEmpty()) {
            strings(json, name, texts);
        }
    }

    /** Numbers by name, names sorted. */
    static void numbers(JsonGenerator json, String name, Map<String, Long> numbers) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> entry : new TreeMap<>(numbers).entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
