package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.policy.importer.Imported;
import io.shrike.policy.importer.PolicyImporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shrike policy import}: a policy of another tool as a policy of Shrike. */
@Command(
        name = "import",
        description =
                "Prints a Tetragon TracingPolicy or a Qualys FimPolicy as a policy of Shrike, and on standard error what"
                        + " has no equal and why; exit 78 if the file is neither.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class PolicyImportCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--output", paramLabel = "O", description = "Where the policy goes; default standard output.")
    private @Nullable Path output;

    @Parameters(paramLabel = "FILE", description = "The policy to import; - is standard input.")
    private String file = STANDARD_INPUT;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "spec is set by picocli");
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        Imported imported = PolicyImporter.importText(file, read());
        imported.notes().forEach(err::println);
        err.flush();
        if (imported.policy().isEmpty()) {
            return ExitCodes.CONFIGURATION;
        }
        Optional.ofNullable(output)
                .ifPresentOrElse(path -> write(path, imported.policy().get()), () -> {
                    out.print(imported.policy().get());
                    out.flush();
                });
        return ExitCodes.OK;
    }

    private byte[] read() {
        try {
            return file.equals(STANDARD_INPUT) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException _) {
            throw new ConfigurationException(file + ": cannot be read");
        }
    }

    private static void write(Path path, String policy) {
        try {
            Files.writeString(path, policy);
        } catch (IOException _) {
            throw new ConfigurationException(path + ": cannot be written");
        }
    }
}
