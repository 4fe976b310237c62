package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.status.StatusServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port of {@code --status-port}, else of SHRIKE_STATUS_PORT. */
record StatusPort(int number) {
    static final String VARIABLE = "SHRIKE_STATUS_PORT";
    private static final int LAST = 65_535;

    static Optional<StatusPort> of(@Nullable Integer option, Map<String, String> environment) {
        if (option != null) {
            return Optional.of(checked(option.toString(), "--status-port"));
        }
        return Optional.ofNullable(environment.get(VARIABLE))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> checked(text, VARIABLE));
    }

    private static StatusPort checked(String text, String where) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > LAST) {
            throw new ConfigurationException(
                    "shrike: " + where + ": expected a port from 1 to " + LAST + ", found \"" + text + "\"");
        }
        return new StatusPort(port);
    }

    StatusServer open() {
        try {
            return StatusServer.open(number);
        } catch (IOException failure) {
            throw new ConfigurationException("shrike: cannot listen on 127.0.0.1:" + number + ": "
                    + failure.getMessage() + "; give another --status-port");
        }
    }
}
