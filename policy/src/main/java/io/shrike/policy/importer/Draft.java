package io.shrike.policy.importer;

import io.shrike.policy.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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

    /** Both rules in one, where they differ in their events only. */
    Optional<Draft> merged(Draft other) {
        boolean same = other.section == section
                && keys.equals(other.keys)
                && wanted == other.wanted
                && response == other.response
                && tags.equals(other.tags);
        if (!same) {
            return Optional.empty();
        }
        List<String> all = union(events, other.events);
        return Optional.of(
                new Draft(section, keys, all, wanted, response, tags, position, union(origins, other.origins)));
    }

    private static List<String> union(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        second.stream().filter(item -> !all.contains(item)).forEach(all::add);
        return all;
    }
}
