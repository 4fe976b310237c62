package io.shrike.app.replay;

import io.shrike.model.Judge;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Decides a recording again, line by line, and counts. For one thread. */
public final class Replay {
    private final Function<RecordedEvent, Ruling> before;
    private final Judge after;
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Map<String, Long> missing = new TreeMap<>();
    private long place;
    private long lines;
    private long rebuilt;
    private long different;

    private Replay(Function<RecordedEvent, Ruling> before, Judge after) {
        this.before = before;
        this.after = after;
    }

    /** What a policy says, against what was recorded. */
    public static Replay againstRecording(Judge policy) {
        return new Replay(RecordedEvent::recorded, policy);
    }

    /** What the second policy says, against what the first does. */
    public static Replay ofTwo(Judge first, Judge second) {
        return new Replay(event -> Ruling.by(first, event), second);
    }

    /** Decides the event of a line; gives what is different. */
    public Optional<Difference> line(String text) {
        place++;
        if (text.isBlank()) {
            return Optional.empty();
        }
        lines++;
        return switch (EventReader.read(text, place)) {
            case Reading.Skipped(String type, String reason) -> {
                skipped.merge(type + ": " + reason, 1L, Long::sum);
                yield Optional.empty();
            }
            case Reading.Rebuilt(RecordedEvent event) -> decide(event);
        };
    }

    private Optional<Difference> decide(RecordedEvent event) {
        rebuilt++;
        event.missing().forEach(what -> missing.merge(what, 1L, Long::sum));
        Ruling first = before.apply(event);
        Ruling second = Ruling.by(after, event);
        if (first.equals(second)) {
            return Optional.empty();
        }
        different++;
        return Optional.of(new Difference(event, first, second));
    }

    /** Lines read that are not blank. */
    public long lines() {
        return lines;
    }

    /** Events decided again. */
    public long rebuilt() {
        return rebuilt;
    }

    /** Of them, those that were decided differently. */
    public long different() {
        return different;
    }

    /** Lines not decided again, by type and reason. */
    public Map<String, Long> skipped() {
        return Collections.unmodifiableMap(skipped);
    }

    /** What the events decided again do not hold and a rule may ask for, by how many do not. */
    public Map<String, Long> missing() {
        return Collections.unmodifiableMap(missing);
    }
}
