package io.shrike.policy.yaml;

import java.util.Optional;

/** Makes a value of a node, or reports why not. {@code label} is how messages call the node, e.g. {@code blocklist[3]}. */
@FunctionalInterface
interface Reader<T> {
    Optional<T> read(YamlNode node, String label, Problems problems);
}
