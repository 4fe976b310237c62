package io.shrike.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shrike.model.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A finished run under Shrike with the events it wrote. {@code faults} are the lines that are not one JSON object each, with
 * the reason.
 */
public record Watched(Ran ran, List<Json> events, List<String> faults, ByteString raw) {
    public Watched {
        events = List.copyOf(events);
        faults = List.copyOf(faults);
    }

    static Watched of(Ran ran, byte[] raw) {
        List<Json> events = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < raw.length; at++) {
            if (raw[at] == '\n') {
                parse(Arrays.copyOfRange(raw, start, at), events, faults);
                start = at + 1;
            }
        }
        if (start < raw.length) {
            faults.add("the last line has no end: " + new String(raw, start, Math.min(200, raw.length - start), UTF_8));
        }
        return new Watched(ran, events, faults, ByteString.of(raw));
    }

    private static void parse(byte[] line, List<Json> events, List<String> faults) {
        try {
            Json value = JsonReader.read(line);
            if (value instanceof Json.Obj) {
                events.add(value);
            } else {
                faults.add("not an object: " + value);
            }
        } catch (IOException problem) {
            faults.add(problem.getMessage() + ": " + new String(line, 0, Math.min(200, line.length), UTF_8));
        }
    }

    public Ending ending() {
        return ran.ending();
    }

    /** The events of one type, in order. */
    public List<Json> ofType(String eventType) {
        return events.stream()
                .filter(event ->
                        event.text("eventType").filter(eventType::equals).isPresent())
                .toList();
    }

    /** Starts the check of the events. */
    public EventChecker check() {
        return new EventChecker(this);
    }
}
