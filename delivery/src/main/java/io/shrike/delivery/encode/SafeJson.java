package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;

/** JSON in which whatever can break a line or steer a terminal is written as a Unicode escape. */
public final class SafeJson {
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().characterEscapes(new TerminalSafe()).build();

    private SafeJson() {}

    public static JsonFactory factory() {
        return FACTORY;
    }
}
