package io.shrike.delivery.encode;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.model.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The {@code status} of a sensor_status by itself. */
public final class StatusJson {
    private StatusJson() {}

    /** One JSON object and a newline. */
    public static String of(Event.SensorStatus status) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = SafeJson.factory().createGenerator(out)) {
            SensorJson.writeStatusObject(json, status);
            json.writeRaw('\n');
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return out.toString();
    }
}
