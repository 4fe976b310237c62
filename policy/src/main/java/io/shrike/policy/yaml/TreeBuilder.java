package io.shrike.policy.yaml;

import io.shrike.policy.document.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Builds the tree of one document after the other from parser events. Nothing here recurses; depth, the number of nodes with
 * every alias counted as often as it is used, and the length of scalars are limited.
 */
final class TreeBuilder {
    static final int DEEPEST = 32;
    static final int MOST_NODES = 500_000;
    static final int LONGEST_SCALAR = 65_536;
    private static final Set<String> TAGS = Set.of(
            "!",
            "tag:yaml.org,2002:str",
            "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null",
            "tag:yaml.org,2002:seq",
            "tag:yaml.org,2002:map");

    private final Problems problems;
    private final Variables variables;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private Optional<YamlNode> root = Optional.empty();
    private long nodes;

    TreeBuilder(Problems problems, Variables variables) {
        this.problems = problems;
        this.variables = variables;
    }

    /** A document that is refused as a whole. */
    static final class TooMuch extends RuntimeException {
        private final transient Position position;
        private final String text;

        TooMuch(Position position, String text) {
            super(text);
            this.position = position;
            this.text = text;
        }

        Position position() {
            return position;
        }

        String text() {
            return text;
        }
    }

    /** What an anchor names: empty while the node is still open. */
    private record Anchored(Optional<YamlNode> node, long weight) {}

    void startDocument() {
        anchors.clear();
        frames.clear();
        root = Optional.empty();
    }

    YamlNode endDocument() {
        return root.orElseThrow();
    }

    void scalar(ScalarEvent event, Position position) {
        count(1, position);
        if (event.getValue().length() > LONGEST_SCALAR) {
            String found = "a value of " + event.getValue().length() + " characters";
            throw new TooMuch(position, found + ", at most " + LONGEST_SCALAR + " are allowed");
        }
        checkTag(event.getTag(), position);
        boolean text = event.getTag().filter("tag:yaml.org,2002:str"::equals).isPresent();
        boolean plain = event.isPlain() && !text;
        boolean isKey = !frames.isEmpty() && frames.element().awaitsKey();
        YamlNode node = isKey
                ? new YamlNode.Scalar(event.getValue(), event.getValue(), plain, position)
                : variables.expand(event.getValue(), plain, position);
        remember(event, new Anchored(Optional.of(node), 1));
        add(node, 1, position);
    }

    void alias(AliasEvent event, Position position) {
        String name = event.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            problems.error(
                    position, "*" + name + ": no anchor &" + name + " before it" + Names.hint(name, anchors.keySet()));
            add(new YamlNode.Broken(position), 1, position);
            return;
        }
        if (anchored.node().isEmpty()) {
            throw new TooMuch(position, "*" + name + ": the alias stands inside the node it names");
        }
        count(anchored.weight(), position);
        add(anchored.node().get(), anchored.weight(), position);
    }

    void startSequence(CollectionStartEvent event, Position position) {
        open(event, new Frame.OfSequence(anchor(event), position), position);
    }

    void startMapping(CollectionStartEvent event, Position position) {
        open(event, new Frame.OfMapping(anchor(event), position, problems), position);
    }

    private void open(CollectionStartEvent event, Frame frame, Position position) {
        count(1, position);
        if (frames.size() >= DEEPEST) {
            throw new TooMuch(position, "nested more than " + DEEPEST + " levels deep");
        }
        checkTag(event.getTag(), position);
        remember(event, new Anchored(Optional.empty(), 0));
        frames.push(frame);
    }

    void endCollection() {
        Frame frame = frames.pop();
        YamlNode node = frame.close();
        long merged = frame.mergedWeight();
        count(merged, frame.position());
        long weight = frame.weight() + merged + 1;
        frame.anchor().ifPresent(name -> anchors.put(name, new Anchored(Optional.of(node), weight)));
        add(node, weight, frame.position());
    }

    private void add(YamlNode node, long weight, Position position) {
        if (frames.isEmpty()) {
            root = Optional.of(node);
        } else {
            frames.element().add(node, weight, position);
        }
    }

    private void remember(NodeEvent event, Anchored anchored) {
        anchor(event).ifPresent(name -> anchors.put(name, anchored));
    }

    private static Optional<String> anchor(NodeEvent event) {
        return event.getAnchor().map(Anchor::getValue);
    }

    private void count(long more, Position position) {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw new TooMuch(
                    position, "more than " + MOST_NODES + " values, aliases counted as often as they are used");
        }
    }

    private void checkTag(Optional<String> tag, Position position) {
        if (tag.isPresent() && !TAGS.contains(tag.get())) {
            problems.error(position, "the tag " + Quote.text(tag.get()) + " means nothing in a policy: leave it out");
        }
    }
}
