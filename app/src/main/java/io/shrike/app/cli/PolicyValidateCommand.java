package io.shrike.app.cli;

import io.shrike.policy.document.Problem;
import io.shrike.policy.source.FoundPolicies;
import io.shrike.policy.source.PolicyFetcher;
import io.shrike.policy.source.PolicySources;
import io.shrike.policy.yaml.ParseResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shrike policy validate}: every mistake with its place. */
@Command(
        name = "validate",
        description =
                "Prints every mistake of the policies as file:line:column: message; exit 78 if there is an error.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class PolicyValidateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files or directories.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() {
        Function<String, Optional<String>> environment = name -> Optional.ofNullable(System.getenv(name));
        FoundPolicies found = new PolicySources(environment, PolicyFetcher.none()).find(files);
        ParseResult parsed = found.parse(environment);
        PrintWriter out = Objects.requireNonNull(spec, "spec is set by picocli")
                .commandLine()
                .getOut();
        parsed.problems().stream().map(Problem::toString).forEach(out::println);
        if (parsed.hasErrors()) {
            return ExitCodes.CONFIGURATION;
        }
        parsed.documents().forEach(document -> out.println(document.name() + ": ok"));
        return ExitCodes.OK;
    }
}
