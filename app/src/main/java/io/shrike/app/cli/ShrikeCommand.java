package io.shrike.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code shrike} command. */
@Command(
        name = "shrike",
        description = "Watches the programs of a container where eBPF cannot run.",
        subcommands = {
            RunCommand.class,
            AttachCommand.class,
            SensorCommand.class,
            PolicyCommand.class,
            ReplayCommand.class,
            EventsCommand.class,
            HealthCommand.class,
            DoctorCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class ShrikeCommand extends CommandGroup {
    /** Runs the command line and returns the exit code. */
    public static int execute(String... arguments) {
        CommandLine commands = new CommandLine(new ShrikeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler(new FailureReporter());
        int code = commands.execute(arguments);
        RunCommand.refuseIfNotStarted(code);
        return code;
    }
}
