package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.local.FileSink;
import io.shrike.delivery.destination.local.StreamSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens where events go, before anything is launched. */
final class EventSinks {
    private EventSinks() {}

    static LineSink open(Optional<Path> file) {
        if (file.isEmpty()) {
            return StreamSink.standardError();
        }
        try {
            return FileSink.open(file.get());
        } catch (IOException failure) {
            throw new ConfigurationException("shrike: " + failure.getMessage());
        }
    }
}
