package io.shrike.app.cli;

import picocli.CommandLine.Command;

/** {@code shrike policy}: work with policies without starting anything. */
@Command(
        name = "policy",
        description = "Checks policies without starting anything.",
        subcommands = {
            PolicyValidateCommand.class,
            PolicyExplainCommand.class,
            PolicySchemaCommand.class,
            PolicyTestCommand.class,
            PolicyImportCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class PolicyCommand extends CommandGroup {}
