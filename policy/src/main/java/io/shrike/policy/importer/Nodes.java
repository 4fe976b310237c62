package io.shrike.policy.importer;

import io.shrike.policy.yaml.ScalarKind;
import io.shrike.policy.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/** Lenient access to YAML of other tools: one value stands for a list of one, and anything scalar is text. */
final class Nodes {
    private Nodes() {}

    static List<YamlNode.Entry> entries(YamlNode node) {
        return node instanceof YamlNode.Mapping mapping ? mapping.entries() : List.of();
    }

    static Optional<YamlNode.Entry> entry(YamlNode node, String key) {
        return entries(node).stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    static Optional<YamlNode> child(YamlNode node, String key) {
        return entry(node, key).map(YamlNode.Entry::value).filter(value -> !isNothing(value));
    }

    static List<YamlNode> items(YamlNode node, String key) {
        return child(node, key).map(Nodes::items).orElse(List.of());
    }

    static List<YamlNode> items(YamlNode node) {
        return switch (node) {
            case YamlNode.Sequence sequence ->
                sequence.items().stream().filter(item -> !isNothing(item)).toList();
            case YamlNode.Scalar _, YamlNode.Mapping _ -> isNothing(node) ? List.of() : List.of(node);
            case YamlNode.Broken _ -> List.of();
        };
    }

    static Optional<String> text(YamlNode node, String key) {
        return child(node, key).flatMap(Nodes::text);
    }

    /** A value; what C strings end with is left out. */
    static Optional<String> text(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || isNothing(node)) {
            return Optional.empty();
        }
        String text = scalar.text();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\0') {
            end--;
        }
        return Optional.of(text.substring(0, end));
    }

    static List<String> texts(YamlNode node, String key) {
        return items(node, key).stream().flatMap(item -> text(item).stream()).toList();
    }

    static boolean flag(YamlNode node, String key) {
        return text(node, key).filter(text -> text.equalsIgnoreCase("true")).isPresent();
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.kind() == ScalarKind.NOTHING;
    }
}
