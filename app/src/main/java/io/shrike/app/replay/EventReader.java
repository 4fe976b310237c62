package io.shrike.app.replay;

import io.shrike.model.Activity;
import io.shrike.model.Ancestor;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads exported events, one JSON object a line. */
public final class EventReader {
    private static final Set<String> OWN =
            Set.of("sensor_status", "sensor_gap", "policy_loaded", "policy_error", "events_suppressed");

    private EventReader() {}

    /** The event of a line. */
    public static Reading read(String text, long line) {
        JsonObject event;
        try {
            event = JsonObject.parse(text);
        } catch (IOException _) {
            return new Reading.Skipped("line", "it is not one JSON object");
        }
        String type = event.text("eventType").orElse("");
        if (type.isEmpty()) {
            return new Reading.Skipped("line", "it has no eventType");
        }
        if (OWN.contains(type)) {
            return new Reading.Skipped(type, "the sensor tells of itself: no activity");
        }
        List<String> missing = new ArrayList<>();
        Optional<Activity> activity = ActivityReader.read(event, missing);
        return activity.<Reading>map(found -> new Reading.Rebuilt(rebuilt(event, line, found, missing)))
                .orElseGet(() -> new Reading.Skipped(type, "it does not say what was done in a form that is known"));
    }

    private static RecordedEvent rebuilt(JsonObject event, long line, Activity activity, List<String> missing) {
        return new RecordedEvent(
                line,
                event.text("eventId").orElse(""),
                event.text("timestamp").orElse(""),
                Subjects.of(activity),
                activity,
                process(event),
                Ruling.recorded(event),
                missing);
    }

    /** At an exec an event shows the program that is to run; the one that ran before stands with the execution. */
    private static ProcessRef process(JsonObject event) {
        JsonObject process = event.object("process").orElse(event);
        Optional<JsonObject> execution = event.object("execution");
        return new ProcessRef(
                process.integer("pid"),
                process.integer("tid"),
                process.integer("ppid"),
                execution.map(exec -> exec.bytes("previousExecutable")).orElseGet(() -> process.bytes("executable")),
                execution.isPresent() ? Field.unreadable(JsonObject.NOT_RECORDED) : process.byteList("arguments"),
                process.id("uid"),
                process.id("gid"),
                process.bytes("cwd"),
                startTime(process),
                process.objects("ancestors").stream().map(EventReader::ancestor).toList());
    }

    private static Ancestor ancestor(JsonObject ancestor) {
        return new Ancestor(
                ancestor.integer("pid"), ancestor.bytes("executable"), Field.unreadable(JsonObject.NOT_RECORDED));
    }

    private static Field<Instant> startTime(JsonObject process) {
        try {
            return process.text("startTime")
                    .map(text -> Field.known(Instant.parse(text)))
                    .orElseGet(() -> Field.unreadable(JsonObject.NOT_RECORDED));
        } catch (DateTimeException _) {
            return Field.unreadable(JsonObject.NOT_RECORDED);
        }
    }
}
