package io.shrike.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.app.config.ConfigurationException;
import io.shrike.policy.document.Problem;
import io.shrike.policy.scenario.Scenario;
import io.shrike.policy.scenario.ScenarioFile;
import io.shrike.policy.scenario.ScenarioResult;
import io.shrike.policy.scenario.ScenarioRunner;
import io.shrike.policy.yaml.ScenarioParser;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code shrike policy test}: whether policies decide as scenarios expect. */
@Command(
        name = "test",
        description =
                "Has the activities of scenarios decided by the policies; exit 1 if a decision is not as expected.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class PolicyTestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--scenario",
            paramLabel = "S",
            required = true,
            description = "A file of scenarios; may be repeated.")
    private List<Path> scenarios = new ArrayList<>();

    @Option(names = "--format", paramLabel = "F", description = "text (default) or json.")
    private OutputFormat format = OutputFormat.TEXT;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files or directories, or builtin:MODE.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "spec is set by picocli");
        PrintWriter out = command.commandLine().getOut();
        List<Scenario> read = read();
        ScenarioRunner runner = new ScenarioRunner(
                PolicyTexts.load(files, command.commandLine().getErr()).judge());
        List<ScenarioResult> results = read.stream().map(runner::run).toList();
        switch (format) {
            case TEXT -> print(results, out);
            case JSON -> JsonOutput.print(out, json -> write(results, json));
        }
        return results.stream().allMatch(ScenarioResult::holds) ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private List<Scenario> read() {
        List<Scenario> all = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path file : scenarios) {
            try {
                ScenarioFile parsed =
                        ScenarioParser.parse(file.toString(), Files.readAllBytes(file), PolicyTexts::variable);
                all.addAll(parsed.scenarios());
                problems.addAll(parsed.problems());
            } catch (IOException _) {
                problems.add(Problem.ofFile(file.toString(), "cannot be read"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(PolicyTexts.lines(problems));
        }
        return all;
    }

    private static void print(List<ScenarioResult> results, PrintWriter out) {
        for (ScenarioResult result : results) {
            Scenario scenario = result.scenario();
            if (result.holds()) {
                out.println("ok    " + scenario.name());
            } else {
                out.println("FAIL  " + scenario.name() + "  (" + scenario.position() + ")");
                result.differences().forEach(difference -> out.println("      " + difference));
            }
        }
        long failed = results.stream().filter(result -> !result.holds()).count();
        out.println(results.size() + " scenarios, " + failed + " not as expected");
    }

    private static void write(List<ScenarioResult> results, JsonGenerator json) throws IOException {
        long failed = results.stream().filter(result -> !result.holds()).count();
        json.writeStartObject();
        json.writeNumberField("scenarios", results.size());
        json.writeNumberField("failed", failed);
        json.writeArrayFieldStart("results");
        for (ScenarioResult result : results) {
            json.writeStartObject();
            json.writeStringField("name", result.scenario().name());
            json.writeStringField("file", result.scenario().position().file());
            json.writeNumberField("line", result.scenario().position().line());
            json.writeNumberField("column", result.scenario().position().column());
            json.writeBooleanField("holds", result.holds());
            JsonOutput.strings(json, "differences", result.differences());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
