package io.shrike.policy.importer;

import io.shrike.policy.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A rule to be. {@code keys} are those of its section; severity, action, tags follow from the rest.
 *
 * @param events the events of a file rule, in the words of the policy
 * @param origins what it was made of, for comments
 */
record Draft(
        Section section,
        SequencedMap<String, Out> keys,
        List<String> events,
        Response wanted,
        Response response,
        List<String> tags,
        Position position,
        List<String> origins) {
    Draft {
        keys = new LinkedHashMap<>(keys);
        events = List.copyOf(events);
        tags = List.copyOf(tags);
        origins = List.copyOf(origins);
    }

    /** What two drafts must have in common to become one rule. */
    record Key(
            Section section, SequencedMap<String, Out> keys, Response wanted, Response response, List<String> tags) {}

    Key key() {
        return new Key(section, keys, wanted, response, tags);
    }

    /** Both rules in one, where they have the same key. */
    Draft merged(Draft other) {
        return new Draft(
                section,
                keys,
                union(events, other.events),
                wanted,
                response,
                tags,
                position,
                union(origins, other.origins));
    }

    private static List<String> union(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        second.stream().filter(item -> !all.contains(item)).forEach(all::add);
        return all;
    }
}
