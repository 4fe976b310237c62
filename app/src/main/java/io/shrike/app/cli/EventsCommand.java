package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.events.EventPrinter;
import io.shrike.app.events.EventSource;
import io.shrike.app.events.RecordedLine;
import io.shrike.app.events.Selection;
import io.shrike.model.EventType;
import io.shrike.model.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shrike events}: reads what was written. */
@Command(
        name = "events",
        description = "Shows events of a file, of a journal's directory, or of standard input.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class EventsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--type", split = ",", paramLabel = "T", description = "Only events of these types.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--severity",
            paramLabel = "S",
            description = "Only events at least as bad: low, medium, high, critical.")
    private Severity least = Severity.LOW;

    @Option(
            names = "--process",
            paramLabel = "GLOB",
            description =
                    "Only events of a process with such an executable or name; may be repeated. * also matches /.")
    private List<String> processes = new ArrayList<>();

    @Option(
            names = "--path",
            paramLabel = "GLOB",
            description = "Only events about such a file; may be repeated. * also matches /.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only events from then on: 2026-01-02T03:04:05Z, 2026-01-02 (UTC), or so long ago: 90s, 15m, 2h, 7d.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only events up to then.")
    private @Nullable String until;

    @Option(
            names = {"-f", "--follow"},
            description = "Wait for more.")
    private boolean follow;

    @Option(names = "--tree", description = "Also show which process started which, below each event.")
    private boolean tree;

    @Option(names = "--format", paramLabel = "F", description = "line (default), table, or json: one object a line.")
    private EventPrinter.Format format = EventPrinter.Format.LINE;

    @Parameters(
            paramLabel = "SOURCE",
            arity = "0..1",
            description = "A file of events, a journal's directory, or - for standard input (default).")
    private String source = "-";

    private long strange;

    @Override
    public Integer call() {
        CommandLine command =
                Objects.requireNonNull(spec, "spec is set by picocli").commandLine();
        Selection selection =
                new Selection(types(), least, processes, paths, time("--since", since), time("--until", until));
        PrintWriter out = command.getOut();
        EventPrinter printer = new EventPrinter(out, format, wantsColour(), tree);
        try {
            if (source.equals("-")) {
                EventSource.stream(System.in, line -> show(line, selection, printer));
            } else {
                EventSource.path(Path.of(source), follow, line -> show(line, selection, printer));
            }
        } catch (NoSuchFileException _) {
            throw new ConfigurationException("shrike: cannot read " + source + ": no such file or directory");
        } catch (IOException failure) {
            throw new ConfigurationException("shrike: cannot read " + source + ": " + failure.getMessage());
        }
        if (strange > 0) {
            command.getErr().println("shrike: " + strange + (strange == 1 ? " line is" : " lines are") + " no event");
        }
        return ExitCodes.OK;
    }

    private boolean show(String line, Selection selection, EventPrinter printer) {
        Optional<RecordedLine> event = RecordedLine.parse(line);
        if (event.isEmpty() && !line.isBlank()) {
            strange++;
        }
        return event.filter(selection::wants).map(printer::print).orElse(true);
    }

    private Set<String> types() {
        Set<String> known = new HashSet<>(
                Stream.of(EventType.values()).map(EventType::wireName).toList());
        types.stream().filter(type -> !known.contains(type)).findFirst().ifPresent(type -> {
            throw usage("--type: there is no event type \"" + type + "\" (known: "
                    + String.join(", ", known.stream().sorted().toList()) + ")");
        });
        return new HashSet<>(types);
    }

    private Optional<Instant> time(String option, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(given -> TimeOption.parse(given, InstantSource.system()));
        } catch (IllegalArgumentException wrong) {
            throw usage(option + ": " + wrong.getMessage());
        }
    }

    private CommandLine.ParameterException usage(String text) {
        return new CommandLine.ParameterException(
                Objects.requireNonNull(spec, "spec is set by picocli").commandLine(), text);
    }

    /** https://no-color.org: colour is for people, and not for those who do not want it. */
    private static boolean wantsColour() {
        String refused = Objects.requireNonNullElse(System.getenv("NO_COLOR"), "");
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        return refused.isEmpty() && !dumb && isTerminal();
    }

    private static boolean isTerminal() {
        try {
            String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty") || output.equals("/dev/console");
        } catch (IOException _) {
            return false;
        }
    }
}
