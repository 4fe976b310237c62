package io.shrike.app.cli;

import io.shrike.app.explain.Explanation;
import io.shrike.linux.syscall.Abi;
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

/** {@code shrike policy explain}: what stops in the kernel, when, and because of which rule. */
@Command(
        name = "explain",
        description =
                "Prints which system calls stop under the policies, when, and because of which rule; and of each rule"
                        + " what it needs, what it cannot see, and how often its calls stop.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class PolicyExplainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--format", paramLabel = "F", description = "text (default) or json.")
    private OutputFormat format = OutputFormat.TEXT;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files or directories, or builtin:MODE.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "spec is set by picocli");
        PrintWriter out = command.commandLine().getOut();
        Explanation explanation =
                Explanation.of(PolicyTexts.load(files, command.commandLine().getErr()));
        switch (format) {
            case TEXT -> ExplanationText.print(explanation, Abi.host(), out);
            case JSON -> JsonOutput.print(out, json -> ExplanationJson.write(explanation, Abi.host(), json));
        }
        return ExitCodes.OK;
    }
}
