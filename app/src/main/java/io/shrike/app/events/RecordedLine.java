package io.shrike.app.events;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.shrike.app.replay.JsonObject;
import io.shrike.delivery.encode.SafeJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** One event as it was written, and what is often asked of it. */
public record RecordedLine(String line, JsonObject event, Instant time) {
    /** Empty where the line is no event. */
    public static Optional<RecordedLine> parse(String line) {
        try {
            JsonObject event = JsonObject.parse(line);
            if (event.text("eventType").isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new RecordedLine(
                    line, event, Instant.parse(event.text("timestamp").orElse(""))));
        } catch (IOException | DateTimeException _) {
            return Optional.empty();
        }
    }

    String text(String name) {
        return event.text(name).orElse("");
    }

    /** Of the process: its executable and name; none where the sensor tells of itself. */
    Stream<String> executables() {
        return event.object("process").stream()
                .flatMap(process -> Stream.of(process.text("executable"), process.text("name")))
                .flatMap(Optional::stream);
    }

    /** The names that the event has for its file. */
    Stream<String> paths() {
        return event.object("file").stream()
                .flatMap(file -> Stream.of(file.text("path"), file.text("requestedPath"), file.text("namedPath")))
                .flatMap(Optional::stream);
    }

    /** The event on one line, with everything escaped that a terminal could obey. */
    String json() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonParser in = SafeJson.factory().createParser(line);
                JsonGenerator json = SafeJson.factory().createGenerator(out, JsonEncoding.UTF8)) {
            in.nextToken();
            json.copyCurrentStructure(in);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
