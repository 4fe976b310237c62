package io.shrike.it.harness;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What must hold after every run, whatever it was: one valid JSON object a line, nothing in it that a terminal obeys, a
 * sequence without holes, sensor_status first and last, counters that add up, no process left. A call whose caller was
 * interrupted did not happen, or comes again: it is not lost.
 */
public final class RunValidator {
    private final Watched watched;
    private final List<String> problems = new ArrayList<>();

    private RunValidator(Watched watched) {
        this.watched = watched;
    }

    /** Fails with all that is wrong. */
    public static void check(Watched watched) {
        List<String> problems = problems(watched);
        if (!problems.isEmpty()) {
            throw new AssertionError("the run broke what holds for every run:\n  " + String.join("\n  ", problems)
                    + "\nof " + watched.ran());
        }
    }

    static List<String> problems(Watched watched) {
        RunValidator validator = new RunValidator(watched);
        validator.lines();
        validator.identities();
        validator.frame();
        validator.counters();
        watched.ran().left().forEach(process -> validator.problems.add("left running: " + process));
        return validator.problems;
    }

    private void lines() {
        watched.faults().forEach(fault -> problems.add("not a line of JSON: " + fault));
        String text = new String(watched.raw().toArray(), StandardCharsets.UTF_8);
        text.codePoints()
                .filter(point -> point != '\n' && isDangerous(point))
                .distinct()
                .forEach(point ->
                        problems.add("a raw %s (U+%04X) in the events".formatted(Character.getName(point), point)));
    }

    /** Control characters, and what reorders or breaks lines where such a text is shown. */
    private static boolean isDangerous(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private void identities() {
        Set<String> ids = new HashSet<>();
        long expected = watched.events().isEmpty()
                ? 0
                : watched.events().getFirst().number("sensor.sequence").orElse(0L);
        for (Json event : watched.events()) {
            long sequence = event.number("sensor.sequence").orElse(-1L);
            if (sequence != expected) {
                problems.add("sequence " + sequence + " where " + expected + " was due");
            }
            expected = sequence + 1;
            identity(event, ids);
        }
    }

    private void identity(Json event, Set<String> ids) {
        String id = event.text("eventId").orElse("");
        try {
            if (UUID.fromString(id).version() != 7 || !ids.add(id)) {
                problems.add("eventId is not a UUIDv7 of its own: " + id);
            }
            Instant.parse(event.text("timestamp").orElse(""));
        } catch (IllegalArgumentException | DateTimeParseException problem) {
            problems.add(problem.getMessage() + " in " + event);
        }
        if (event.text("sensor.engine").isEmpty()
                || event.text("sensor.version").isEmpty()) {
            problems.add("no sensor.engine or sensor.version in " + event);
        }
    }

    private void frame() {
        if (watched.events().isEmpty()) {
            problems.add("no events at all");
            return;
        }
        boundary("first", watched.events().getFirst());
        boundary("last", watched.events().getLast());
    }

    private void boundary(String which, Json event) {
        if (!event.text("eventType").orElse("").equals("sensor_status")) {
            problems.add("the " + which + " event is not a sensor_status: " + event);
        }
    }

    private void counters() {
        if (watched.events().isEmpty()) {
            return;
        }
        Json last = watched.events().getLast();
        long emitted = count(last, "emitted");
        long matched = count(last, "matched");
        long withheld = count(last, "sampled") + count(last, "suppressed") + sum(last, "dropped");
        long observed =
                watched.events().stream().filter(RunValidator::isObserved).count();
        if (matched != observed + withheld) {
            problems.add(
                    "matched " + matched + " is not " + observed + " events observed and " + withheld + " withheld");
        }
        if (emitted < observed || emitted > watched.events().size()) {
            problems.add("emitted says " + emitted + ", written are "
                    + watched.events().size());
        }
        if (count(last, "seen") == 0) {
            problems.add("no call was seen, not even the exec of the command");
        }
        long closed = last.number("status.unwatched.unreadable:EPERM").orElse(0L)
                + last.number("status.unwatched.unreadable:EACCES").orElse(0L);
        long content = last.number("status.unwatched.unreadable:sha256:EACCES").orElse(0L);
        if (closed > 0 && !last.toString().contains("the memory of some watched processes cannot be read")) {
            problems.add("no note says why calls were unreadable: " + last);
        }
        if (sum(last, "dropped") != 0 || sum(last, "unwatched") != closed + content) {
            problems.add("dropped or unwatched: " + last);
        }
    }

    private static boolean isObserved(Json event) {
        return switch (event.text("eventType").orElse("")) {
            case "sensor_status", "sensor_gap", "policy_loaded", "policy_error", "events_suppressed" -> false;
            default -> true;
        };
    }

    private long count(Json status, String name) {
        return status.number("status." + name).orElseGet(() -> {
            problems.add("no count \"" + name + "\" in " + status);
            return 0L;
        });
    }

    private static long sum(Json status, String name) {
        return status.at("status." + name).stream()
                .filter(Json.Obj.class::isInstance)
                .flatMap(value -> ((Json.Obj) value)
                        .members().keySet().stream()
                                .map(reason -> value.number(reason).orElse(0L)))
                .mapToLong(Long::longValue)
                .sum();
    }
}
