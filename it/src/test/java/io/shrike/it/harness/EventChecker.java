package io.shrike.it.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Compares the events of a run with what was expected, in any order; each expectation takes an event of its own. */
public final class EventChecker {
    private static final int SHOWN = 40;

    private final Watched watched;

    EventChecker(Watched watched) {
        this.watched = watched;
    }

    /** Every matcher meets an event, no two of them the same one. */
    public EventChecker contains(EventMatcher... expected) {
        int[] takenBy = new int[watched.events().size()];
        Arrays.fill(takenBy, -1);
        List<EventMatcher> missing = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            if (!assign(i, expected, takenBy, new boolean[takenBy.length])) {
                missing.add(expected[i]);
            }
        }
        if (!missing.isEmpty()) {
            throw new AssertionError(
                    missing.stream().map(this::describeMissing).collect(Collectors.joining("\n")) + seen());
        }
        return this;
    }

    /** No event meets the matcher. */
    public EventChecker containsNone(EventMatcher unexpected) {
        return containsExactly(0, unexpected);
    }

    /** So many events meet the matcher. */
    public EventChecker containsExactly(int count, EventMatcher matcher) {
        List<Json> found = watched.events().stream().filter(matcher::matches).toList();
        if (found.size() != count) {
            throw new AssertionError("expected " + count + " events with " + matcher + " but found " + found.size()
                    + ":\n" + lines(found) + seen());
        }
        return this;
    }

    /** Augmenting paths: gives matcher {@code i} an event, moving others to further events that they meet too. */
    private boolean assign(int i, EventMatcher[] expected, int[] takenBy, boolean[] tried) {
        for (int event = 0; event < takenBy.length; event++) {
            if (!tried[event] && expected[i].matches(watched.events().get(event))) {
                tried[event] = true;
                if (takenBy[event] < 0 || assign(takenBy[event], expected, takenBy, tried)) {
                    takenBy[event] = i;
                    return true;
                }
            }
        }
        return false;
    }

    private String describeMissing(EventMatcher matcher) {
        String nearest = watched.events().stream()
                .min(Comparator.comparingInt(event -> matcher.unmet(event).size()))
                .map(event -> "\n  nearest fails: " + matcher.unmet(event) + "\n  nearest: " + event)
                .orElse("");
        return "missing an event with " + matcher + nearest;
    }

    private String seen() {
        return "\nall " + watched.events().size() + " events:\n" + lines(watched.events()) + "\nof " + watched.ran();
    }

    private static String lines(List<Json> events) {
        String lines = events.stream().limit(SHOWN).map(EventChecker::summary).collect(Collectors.joining("\n"));
        return events.size() > SHOWN ? lines + "\n  … and " + (events.size() - SHOWN) + " more" : lines;
    }

    private static String summary(Json event) {
        StringBuilder line =
                new StringBuilder("  ").append(event.text("eventType").orElse("?"));
        for (String path : List.of("severity", "action", "outcome", "file", "network", "software", "syscall", "note")) {
            event.at(path)
                    .ifPresent(
                            value -> line.append(' ').append(path).append('=').append(value));
        }
        event.at("process.name").ifPresent(name -> line.append(" by ").append(name));
        event.at("process.arguments").ifPresent(line::append);
        return line.length() > 600 ? line.substring(0, 600) + "…" : line.toString();
    }
}
