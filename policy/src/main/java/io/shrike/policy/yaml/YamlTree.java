package io.shrike.policy.yaml;

import io.shrike.policy.document.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Text to the roots of its documents. What precedes a mistake of syntax is still returned. */
final class YamlTree {
    private static final int MOST_DOCUMENTS = 1000;
    /** The reader copies what is pending at every refill: few refills keep a long line from costing its square. */
    private static final int BUFFER = 1 << 20;

    private final Problems problems;
    private final TreeBuilder builder;
    private final List<YamlNode> documents = new ArrayList<>();

    private YamlTree(Problems problems, Variables variables) {
        this.problems = problems;
        this.builder = new TreeBuilder(problems, variables);
    }

    static List<YamlNode> read(String text, Problems problems, Variables variables) {
        YamlTree tree = new YamlTree(problems, variables);
        try {
            tree.readAll(text);
        } catch (TreeBuilder.TooMuch tooMuch) {
            problems.error(tooMuch.position(), tooMuch.text());
        } catch (MarkedYamlEngineException syntax) {
            problems.error(tree.position(syntax.getProblemMark().or(syntax::getContextMark)), message(syntax));
        } catch (YamlEngineException other) {
            problems.errorOfFile(String.valueOf(other.getMessage()));
        }
        return List.copyOf(tree.documents);
    }

    private void readAll(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setParseComments(false)
                .setCodePointLimit(PolicyText.MOST_BYTES)
                .setBufferSize(Math.clamp(text.length(), 1024, BUFFER))
                .setVersionFunction(version -> version)
                .build();
        Parser events = new ParserImpl(settings, new StreamReader(settings, text));
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> builder.startDocument();
                case DocumentEnd -> addDocument(builder.endDocument());
                case Scalar -> builder.scalar((ScalarEvent) event, start(event));
                case Alias -> builder.alias((AliasEvent) event, start(event));
                case SequenceStart -> builder.startSequence((CollectionStartEvent) event, start(event));
                case MappingStart -> builder.startMapping((CollectionStartEvent) event, start(event));
                case SequenceEnd, MappingEnd -> builder.endCollection();
                case StreamStart, StreamEnd, Comment -> {}
            }
        }
    }

    private void addDocument(YamlNode root) {
        if (documents.size() == MOST_DOCUMENTS) {
            throw new TreeBuilder.TooMuch(root.position(), "more than " + MOST_DOCUMENTS + " documents");
        }
        documents.add(root);
    }

    private Position start(Event event) {
        return position(event.getStartMark());
    }

    private Position position(Optional<Mark> mark) {
        int line = mark.map(m -> m.getLine() + 1).orElse(0);
        int column = mark.map(m -> m.getColumn() + 1).orElse(0);
        return new Position(problems.file(), line, column);
    }

    private static String message(MarkedYamlEngineException syntax) {
        String problem = String.valueOf(syntax.getProblem());
        if (problem.contains("\\t")) {
            return "a tab cannot indent YAML or begin a value: use spaces";
        }
        String context = syntax.getContext() == null ? "" : " (" + syntax.getContext() + ")";
        return "not YAML: " + problem + context;
    }
}
