package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.status.HealthCheck;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code shrike health}: for the health check of a container. */
@Command(
        name = "health",
        description =
                "Exits 0 while the sensor that runs with --status-port is alive, watches and delivers; else 1, and says"
                        + " what is wrong.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class HealthCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--status-port",
            paramLabel = "N",
            description = "The --status-port of the sensor; default SHRIKE_STATUS_PORT.")
    private @Nullable Integer statusPort;

    @Override
    public Integer call() {
        PrintWriter err = Objects.requireNonNull(spec, "spec is set by picocli")
                .commandLine()
                .getErr();
        StatusPort port = StatusPort.of(statusPort, System.getenv())
                .orElseThrow(() -> new ConfigurationException("shrike: which sensor? Give --status-port, or set "
                        + StatusPort.VARIABLE + " for it and for this"));
        Optional<String> problem = HealthCheck.problem(port.number());
        problem.ifPresent(text -> err.println("shrike: " + text));
        return problem.isEmpty() ? ExitCodes.OK : ExitCodes.FAILURE;
    }
}
