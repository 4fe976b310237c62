package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.replay.Replay;
import io.shrike.model.Judge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shrike replay}: decides recorded activities again, offline. */
@Command(
        name = "replay",
        description = "Decides recorded events again and prints what comes out differently: from the recording, or with"
                + " --against from what --policy says.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--policy",
            paramLabel = "P",
            required = true,
            description = "Policy file or directory, or builtin:MODE; may be repeated.")
    private List<String> policies = new ArrayList<>();

    @Option(
            names = "--against",
            paramLabel = "P2",
            description = "The policy to compare with; may be repeated. Without it, the recording.")
    private List<String> against = new ArrayList<>();

    @Option(names = "--format", paramLabel = "F", description = "text (default), or json: one object a line.")
    private OutputFormat format = OutputFormat.TEXT;

    @Parameters(
            paramLabel = "EVENTS",
            arity = "1",
            description = "A file of events, one JSON object a line; - for standard input.")
    private String events = "-";

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "spec is set by picocli");
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        Judge first = PolicyTexts.load(policies, err).judge();
        Replay replay = against.isEmpty()
                ? Replay.againstRecording(first)
                : Replay.ofTwo(first, PolicyTexts.load(against, err).judge());
        ReplayReport report = new ReplayReport(format, against.isEmpty() ? "recorded" : "policy", out);
        try (BufferedReader reader = open()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                replay.line(line).ifPresent(report::difference);
            }
        } catch (IOException failure) {
            throw new ConfigurationException("shrike: cannot read " + events + ": " + failure.getMessage());
        }
        report.summary(replay);
        return ExitCodes.OK;
    }

    /** What is not UTF-8 becomes a replacement character, and the line is told as no event. */
    private BufferedReader open() throws IOException {
        return new BufferedReader(new InputStreamReader(
                events.equals("-") ? System.in : Files.newInputStream(Path.of(events)), StandardCharsets.UTF_8));
    }
}
