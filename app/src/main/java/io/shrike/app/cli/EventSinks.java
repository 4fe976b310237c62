package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.local.FileSink;
import io.shrike.delivery.destination.local.NoSink;
import io.shrike.delivery.destination.local.StreamSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens where events go, before anything is launched. */
final class EventSinks {
    private EventSinks() {}

    /** {@code elsewhere}: a policy has its log written, so that it goes to the default no more. */
    static LineSink open(Optional<Path> file, boolean elsewhere, WatchOptions.DefaultLog log) {
        if (file.isEmpty()) {
            return elsewhere ? new NoSink() : standard(log);
        }
        try {
            return FileSink.open(file.get());
        } catch (IOException failure) {
            throw new ConfigurationException("shrike: " + failure.getMessage());
        }
    }

    private static LineSink standard(WatchOptions.DefaultLog log) {
        return switch (log) {
            case STANDARD_OUTPUT -> StreamSink.standardOutput();
            case STANDARD_ERROR -> StreamSink.standardError();
        };
    }
}
