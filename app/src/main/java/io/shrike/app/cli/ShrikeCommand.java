package io.shrike.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code shrike} command. */
@Command(
        name = "shrike",
        description = "Watches the programs of a container where eBPF cannot run.",
        subcommands = {RunCommand.class, PolicyCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class ShrikeCommand implements Runnable {
    @CommandLine.Spec
    private @Nullable CommandSpec spec;

    /** Runs the command line and returns the exit code. */
    public static int execute(String... arguments) {
        CommandLine commands = new CommandLine(new ShrikeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureReporter());
        int code = commands.execute(arguments);
        RunCommand.refuseIfNotStarted(code);
        return code;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
        }
    }
}
