package io.shrike.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Problem;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code shrike policy validate}: every mistake with its place. */
@Command(
        name = "validate",
        description = "Prints every mistake of the policies with its place; exit 78 if there is an error.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class PolicyValidateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--format", paramLabel = "F", description = "text (default): file:line:column: message; or json.")
    private OutputFormat format = OutputFormat.TEXT;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files or directories.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec, "spec is set by picocli")
                .commandLine()
                .getOut();
        PolicyTexts.Checked checked = PolicyTexts.check(files);
        switch (format) {
            case TEXT -> printText(checked, out);
            case JSON -> JsonOutput.print(out, json -> write(checked, json));
        }
        return checked.parsed().hasErrors() ? ExitCodes.CONFIGURATION : ExitCodes.OK;
    }

    private static void printText(PolicyTexts.Checked checked, PrintWriter out) {
        checked.problems().forEach(out::println);
        checked.parsed().documents().forEach(document -> out.println(document.name() + ": ok"));
    }

    private static void write(PolicyTexts.Checked checked, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("valid", !checked.parsed().hasErrors());
        JsonOutput.strings(
                json,
                "policies",
                checked.parsed().documents().stream().map(PolicyDocument::name).toList());
        json.writeArrayFieldStart("problems");
        for (Problem problem : checked.problems()) {
            json.writeStartObject();
            json.writeStringField("file", problem.file());
            json.writeNumberField("line", problem.line());
            json.writeNumberField("column", problem.column());
            json.writeStringField("severity", problem.isError() ? "error" : "warning");
            json.writeStringField("message", problem.message());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
