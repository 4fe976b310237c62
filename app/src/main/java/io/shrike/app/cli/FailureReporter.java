package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure of a command into one line and an exit code; only what should not happen shows a stack. */
final class FailureReporter implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigurationException) {
            err.println(failure.getMessage());
            return ExitCodes.CONFIGURATION;
        }
        if (failure instanceof UncheckedIOException) {
            err.println("shrike: " + failure.getMessage());
            return ExitCodes.FAILURE;
        }
        err.println("shrike: unexpected failure, please report it:");
        failure.printStackTrace(err);
        return ExitCodes.SENSOR_FAILED;
    }
}
