package io.shrike.app.cli;

import io.shrike.policy.yaml.PolicySchema;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code shrike policy schema}: the JSON Schema of policies, for editors and pipelines. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema (draft 2020-12) of policies.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class PolicySchemaCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec, "spec is set by picocli")
                .commandLine()
                .getOut();
        out.print(PolicySchema.text());
        out.flush();
        return ExitCodes.OK;
    }
}
