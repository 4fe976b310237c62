package io.shrike.delivery.destination.ocsf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of an event as Shrike writes it, from which members are taken. What nobody has taken is left over for {@code
 * unmapped}; so is a value of another kind than the one asked for, as one that could not be read is.
 */
final class Source {
    private final Map<String, Object> members;

    Source(Map<String, Object> members) {
        this.members = members;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Optional<String> text(String name) {
        return take(name, String.class);
    }

    Optional<Long> number(String name) {
        return take(name, Long.class);
    }

    private <T> Optional<T> take(String name, Class<T> kind) {
        Optional<T> value = peek(name, kind);
        value.ifPresent(_ -> members.remove(name));
        return value;
    }

    /** Without taking it. */
    <T> Optional<T> peek(String name, Class<T> kind) {
        return Optional.ofNullable(members.get(name)).filter(kind::isInstance).map(kind::cast);
    }

    /** The object of this name, empty where there is none. Its members are taken one by one. */
    @SuppressWarnings("unchecked") // JsonTree makes maps with texts for keys only
    Source object(String name) {
        return new Source(
                members.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>());
    }

    /** The objects of a list, which stays where it is. */
    @SuppressWarnings("unchecked") // as above
    List<Source> objects(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(item -> new Source(new LinkedHashMap<>((Map<String, Object>) item)))
                        .toList()
                : List.of();
    }

    List<String> texts(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    void remove(String name) {
        members.remove(name);
    }

    /** What nobody has taken, without objects of which nothing is left. */
    Map<String, Object> rest() {
        Map<String, Object> rest = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (!(value instanceof Map<?, ?> map && map.isEmpty())) {
                rest.put(name, value);
            }
        });
        return rest;
    }
}
