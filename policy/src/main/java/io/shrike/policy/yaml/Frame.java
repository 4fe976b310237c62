package io.shrike.policy.yaml;

import io.shrike.policy.document.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A collection that is still being read. */
sealed interface Frame {
    Optional<String> anchor();

    Position position();

    /** The next node is a key. */
    boolean awaitsKey();

    /** {@code position} is where the node is used: for an alias not where the node begins. */
    void add(YamlNode node, long weight, Position position);

    YamlNode close();

    /** The number of nodes added, with what they hold. */
    long weight();

    /** The number of nodes that merge keys brought in; known once closed. */
    long mergedWeight();

    /** A list. */
    final class OfSequence implements Frame {
        private final Optional<String> anchor;
        private final Position position;
        private final List<YamlNode> items = new ArrayList<>();
        private long weight;

        OfSequence(Optional<String> anchor, Position position) {
            this.anchor = anchor;
            this.position = position;
        }

        @Override
        public Optional<String> anchor() {
            return anchor;
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public boolean awaitsKey() {
            return false;
        }

        @Override
        public void add(YamlNode node, long nodeWeight, Position used) {
            items.add(node);
            weight += nodeWeight;
        }

        @Override
        public YamlNode close() {
            return new YamlNode.Sequence(List.copyOf(items), position);
        }

        @Override
        public long weight() {
            return weight;
        }

        @Override
        public long mergedWeight() {
            return 0;
        }
    }

    /** A mapping. Keys that are no scalars or come twice are reported; {@code <<} is resolved at the end. */
    final class OfMapping implements Frame {
        private final Optional<String> anchor;
        private final Position position;
        private final Problems problems;
        private final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        private final List<YamlNode.Mapping> merges = new ArrayList<>();
        private Optional<Key> pending = Optional.empty();
        private long weight;
        private long mergedWeight;

        /** A key whose value comes next; empty text where the key cannot be used. */
        private record Key(Optional<String> text, boolean merge, Position position) {}

        OfMapping(Optional<String> anchor, Position position, Problems problems) {
            this.anchor = anchor;
            this.position = position;
            this.problems = problems;
        }

        @Override
        public Optional<String> anchor() {
            return anchor;
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public boolean awaitsKey() {
            return pending.isEmpty();
        }

        @Override
        public void add(YamlNode node, long nodeWeight, Position used) {
            weight += nodeWeight;
            if (pending.isEmpty()) {
                pending = Optional.of(keyOf(node, used));
                return;
            }
            Key key = pending.get();
            pending = Optional.empty();
            if (key.merge()) {
                merge(node, key.position());
            } else if (key.text().isPresent()) {
                put(key.text().get(), key.position(), node);
            }
        }

        private Key keyOf(YamlNode node, Position used) {
            if (node instanceof YamlNode.Scalar scalar) {
                boolean merge = scalar.plain() && scalar.source().equals("<<");
                return new Key(Optional.of(scalar.source()), merge, used);
            }
            problems.error(used, "a key must be a name, found " + Quote.found(node));
            return new Key(Optional.empty(), false, used);
        }

        private void put(String key, Position keyPosition, YamlNode value) {
            YamlNode.Entry first = entries.putIfAbsent(key, new YamlNode.Entry(key, keyPosition, value));
            if (first != null) {
                String message = Quote.bare(key) + ": given twice, first at line "
                        + first.keyPosition().line();
                problems.error(keyPosition, message);
            }
        }

        private void merge(YamlNode node, Position keyPosition) {
            List<YamlNode> merged = node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
            merged.forEach(item -> mergeOne(item, keyPosition));
        }

        private void mergeOne(YamlNode node, Position keyPosition) {
            if (node instanceof YamlNode.Mapping mapping) {
                merges.add(mapping);
            } else if (!(node instanceof YamlNode.Broken)) {
                problems.error(keyPosition, "<<: expected a mapping or a list of mappings, found " + Quote.found(node));
            }
        }

        @Override
        public YamlNode close() {
            for (YamlNode.Mapping merged : merges) {
                for (YamlNode.Entry entry : merged.entries()) {
                    if (entries.putIfAbsent(entry.key(), entry) == null) {
                        mergedWeight++;
                    }
                }
            }
            return new YamlNode.Mapping(List.copyOf(entries.values()), position);
        }

        @Override
        public long weight() {
            return weight;
        }

        @Override
        public long mergedWeight() {
            return mergedWeight;
        }
    }
}
