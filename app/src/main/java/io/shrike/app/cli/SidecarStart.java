package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.watch.Sidecar;
import io.shrike.app.watch.WatchSettings;
import io.shrike.trace.launch.SensorSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Runs a sidecar until SIGTERM, or until it ends by itself. */
final class SidecarStart {
    /** Policies are fetched no longer than that before the launchers are let in. */
    static final Duration START = Duration.ofSeconds(7);

    private SidecarStart() {}

    /** Where this installation's launcher is. */
    static Path launcher(String command) {
        return Optional.ofNullable(System.getProperty("shrike.shim"))
                .map(Path::of)
                .orElseThrow(() -> new ConfigurationException("shrike: " + command
                        + " must be started by the shrike command, which says where the launcher is"));
    }

    /** {@code begun} hears of the sidecar once it serves. */
    static int run(WatchOptions options, Path socket, Path launcher, Sidecar.Role role, Consumer<Sidecar> begun)
            throws IOException {
        AtomicReference<Runnable> end = new AtomicReference<>(() -> {});
        try (SensorSocket listening = listen(socket)) {
            end.set(listening::close);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end.get().run(), "shrike-end"));
            WatchSettings settings = options.open(START, WatchOptions.DefaultLog.STANDARD_OUTPUT);
            Sidecar sidecar = new Sidecar(settings, listening, launcher, role, System.err);
            end.set(sidecar::end);
            begun.accept(sidecar);
            return sidecar.run() ? ExitCodes.OK : ExitCodes.FAILURE;
        }
    }

    private static SensorSocket listen(Path path) {
        try {
            return SensorSocket.listen(path);
        } catch (IOException failure) {
            throw new ConfigurationException("shrike: --socket: " + failure.getMessage());
        }
    }
}
