package io.shrike.policy.yaml;

import io.shrike.policy.document.Position;
import java.util.List;

/** A node of a YAML document with the place where it begins. An alias is the node it names, so nodes may be shared. */
public sealed interface YamlNode {
    Position position();

    /**
     * A scalar. {@code source} is as written, {@code text} with variables replaced. {@code plain}: neither quoted nor a
     * block, so that it may be a number, a boolean or nothing; what variables gave counts as plain.
     */
    record Scalar(String source, String text, boolean plain, Position position) implements YamlNode {
        public ScalarKind kind() {
            return plain ? ScalarKind.ofPlain(text) : ScalarKind.TEXT;
        }
    }

    /** A list. */
    record Sequence(List<YamlNode> items, Position position) implements YamlNode {}

    /** A mapping in the order of the text, each key once, merge keys resolved. */
    record Mapping(List<Entry> entries, Position position) implements YamlNode {}

    /** What could not be read; its problem is reported already. */
    record Broken(Position position) implements YamlNode {}

    /** A key with its value. */
    record Entry(String key, Position keyPosition, YamlNode value) {}
}
