package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The {@code status} of a sensor_status by itself. */
public final class StatusJson {
    private StatusJson() {}

    /** One JSON object and a newline. */
    public static String of(Event.SensorStatus status) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = SafeJson.factory().createGenerator(out, JsonEncoding.UTF8)) {
            SensorJson.writeStatusObject(json, status);
            json.writeRaw('\n');
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
