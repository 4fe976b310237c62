package io.shrike.it.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What an expected event looks like: its type and conditions on paths into its JSON. Immutable. */
public final class EventMatcher {
    private record Condition(String path, String expectation, Predicate<Json> holds) {}

    private final List<Condition> conditions;

    private EventMatcher(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    public static EventMatcher event(String eventType) {
        return any().with("eventType", eventType);
    }

    /** An event of any type. */
    public static EventMatcher any() {
        return new EventMatcher(List.of());
    }

    /** The value at {@code path} is this text. */
    public EventMatcher with(String path, String text) {
        return where(
                path,
                "is \"" + text + '"',
                value -> value instanceof Json.Text found && found.value().equals(text));
    }

    public EventMatcher with(String path, long number) {
        return where(
                path,
                "is " + number,
                value -> value instanceof Json.Num found && found.value().longValue() == number);
    }

    public EventMatcher with(String path, boolean truth) {
        return where(path, "is " + truth, value -> value instanceof Json.Bool found && found.value() == truth);
    }

    public EventMatcher matching(String path, String regex) {
        return where(
                path,
                "matches " + regex,
                value -> value instanceof Json.Text found && found.value().matches(regex));
    }

    /** The array at {@code path} has this text among its items. */
    public EventMatcher having(String path, String text) {
        return where(
                path,
                "contains \"" + text + '"',
                value -> value instanceof Json.Array array && array.items().contains(new Json.Text(text)));
    }

    /** The array at {@code path} has an object whose {@code name} is {@code text}. */
    public EventMatcher havingMember(String path, String name, String text) {
        return where(
                path,
                "has an item with " + name + " \"" + text + '"',
                value -> value instanceof Json.Array array
                        && array.items().stream()
                                .anyMatch(item ->
                                        item.text(name).filter(text::equals).isPresent()));
    }

    public EventMatcher present(String path) {
        return where(path, "is there", _ -> true);
    }

    public EventMatcher where(String path, String expectation, Predicate<Json> holds) {
        List<Condition> more = new ArrayList<>(conditions);
        more.add(new Condition(path, expectation, holds));
        return new EventMatcher(more);
    }

    public boolean matches(Json event) {
        return unmet(event).isEmpty();
    }

    /** The conditions that {@code event} does not meet, with what was there instead. */
    List<String> unmet(Json event) {
        return conditions.stream()
                .filter(condition ->
                        event.at(condition.path()).filter(condition.holds()).isEmpty())
                .map(condition -> condition.path() + " " + condition.expectation() + ", but: "
                        + event.at(condition.path()).map(Json::toString).orElse("not there"))
                .toList();
    }

    @Override
    public String toString() {
        return conditions.stream()
                .map(condition -> condition.path() + " " + condition.expectation())
                .toList()
                .toString();
    }
}
