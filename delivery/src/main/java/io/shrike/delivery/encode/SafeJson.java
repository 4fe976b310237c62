package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

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
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeString(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.toString().substring(1, out.getBuffer().length() - 1);
    }
}
