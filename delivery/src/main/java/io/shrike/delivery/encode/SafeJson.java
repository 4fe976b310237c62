package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** JSON in which whatever can break a line or steer a terminal is written as a Unicode escape. */
public final class SafeJson {
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().characterEscapes(new TerminalSafe()).build();

    private SafeJson() {}

    public static JsonFactory factory() {
        return FACTORY;
    }

    /** How a text looks inside a JSON string. */
    public static String escaped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeString(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        String quoted = out.toString(StandardCharsets.UTF_8);
        return quoted.substring(1, quoted.length() - 1);
    }
}
