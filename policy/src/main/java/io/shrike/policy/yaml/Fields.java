package io.shrike.policy.yaml;

import io.shrike.policy.document.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One mapping of a policy: its keys are looked up by name, and those that no policy has are reported at once. */
final class Fields {
    private final Problems problems;
    private final Map<String, YamlNode.Entry> entries = new HashMap<>();
    private final Position position;
    private final boolean usable;

    private Fields(YamlNode node, String label, List<String> allowed, Problems problems) {
        this.problems = problems;
        this.position = node.position();
        this.usable = node instanceof YamlNode.Mapping;
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> accept(entry, allowed));
        } else {
            Scalars.wrong(node, label, "a mapping", " (allowed keys: " + String.join(", ", allowed) + ")", problems);
        }
    }

    /** A mapping with the keys {@code allowed}; a node that is none is reported and reads as an empty one. */
    static Fields of(YamlNode node, String label, List<String> allowed, Problems problems) {
        return new Fields(node, label, allowed, problems);
    }

    private void accept(YamlNode.Entry entry, List<String> allowed) {
        if (allowed.contains(entry.key())) {
            entries.put(entry.key(), entry);
            return;
        }
        String hint = problems.isFull() ? "" : Names.hint(entry.key(), allowed);
        String keys = " (allowed: " + String.join(", ", allowed) + ")";
        problems.error(entry.keyPosition(), Quote.bare(entry.key()) + ": unknown key" + hint + keys);
    }

    Position position() {
        return position;
    }

    Problems problems() {
        return problems;
    }

    /** Whether the node was a mapping at all. */
    boolean usable() {
        return usable;
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The value of a key; a key without a value is reported. */
    Optional<YamlNode> node(String key) {
        YamlNode.Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.value() instanceof YamlNode.Scalar scalar && isNothing(scalar)) {
            problems.error(entry.keyPosition(), key + ": has no value");
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    Position keyPosition(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? position : entry.keyPosition();
    }

    <T> Optional<T> value(String key, Reader<T> reader) {
        return node(key).flatMap(node -> reader.read(node, key, problems));
    }

    <T> T value(String key, Reader<T> reader, T fallback) {
        return value(key, reader).orElse(fallback);
    }

    /** The value of a key that must be there. */
    <T> Optional<T> required(String key, Reader<T> reader) {
        requirePresent(key);
        return value(key, reader);
    }

    void requirePresent(String key) {
        if (usable && !has(key)) {
            problems.error(position, key + ": is missing");
        }
    }

    /** Reports a value that is empty text because its variables are. */
    void requireNotEmpty(String key, String why) {
        YamlNode.Entry entry = entries.get(key);
        if (entry != null
                && entry.value() instanceof YamlNode.Scalar scalar
                && scalar.text().isEmpty()
                && !isNothing(scalar)) {
            problems.error(scalar.position(), key + ": is empty, " + why);
        }
    }

    /** Nothing is written, not even a variable. */
    private static boolean isNothing(YamlNode.Scalar scalar) {
        return scalar.kind() == ScalarKind.NOTHING && scalar.source().equals(scalar.text());
    }

    /** A list of at least one entry; entries that cannot be read are reported and left out. */
    <T> List<T> list(String key, Reader<T> reader) {
        return list(key, reader, false);
    }

    /** A list that may be empty. */
    <T> List<T> listOrNothing(String key, Reader<T> reader) {
        return list(key, reader, true);
    }

    private <T> List<T> list(String key, Reader<T> reader, boolean mayBeEmpty) {
        Optional<YamlNode> node = node(key);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof YamlNode.Sequence sequence)) {
            Scalars.wrong(node.get(), key, "a list", "", problems);
            return List.of();
        }
        if (sequence.items().isEmpty() && !mayBeEmpty) {
            problems.error(sequence.position(), key + ": is empty and would match nothing");
        }
        return items(sequence, key, reader);
    }

    private <T> List<T> items(YamlNode.Sequence sequence, String key, Reader<T> reader) {
        List<T> values = new ArrayList<>(sequence.items().size());
        for (int i = 0; i < sequence.items().size(); i++) {
            String label = key + "[" + i + "]";
            reader.read(sequence.items().get(i), label, problems).ifPresent(values::add);
        }
        return values;
    }

    /** Where the entries of a list stand. */
    List<Position> positions(String key) {
        YamlNode.Entry entry = entries.get(key);
        if (entry != null && entry.value() instanceof YamlNode.Sequence list) {
            return list.items().stream().map(YamlNode::position).toList();
        }
        return List.of();
    }

    /** One value, or a list of them that is not empty. */
    <T> List<T> oneOrMore(String key, Reader<T> reader) {
        Optional<YamlNode> node = node(key);
        if (node.isPresent() && node.get() instanceof YamlNode.Scalar scalar) {
            return reader.read(scalar, key, problems).map(List::of).orElse(List.of());
        }
        return list(key, reader);
    }
}
