package io.shrike.app;

import io.shrike.app.cli.ShrikeCommand;

/** Entry point of the sensor and of all offline commands. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(ShrikeCommand.execute(arguments));
    }
}
