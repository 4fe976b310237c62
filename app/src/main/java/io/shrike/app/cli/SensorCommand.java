package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.watch.Sidecar;
import io.shrike.app.watch.WatchSettings;
import io.shrike.trace.launch.SensorSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shrike sensor}: the sidecar, which serves every launcher that connects. Ends with SIGTERM. */
@Command(
        name = "sensor",
        description = "Serves every shrike-shim that connects to the socket: the sidecar of a task's containers.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class SensorCommand implements Callable<Integer> {
    /** Policies are fetched no longer than that before the launchers are let in. */
    private static final Duration START = Duration.ofSeconds(7);

    @Mixin
    private final WatchOptions options = new WatchOptions();

    @Option(names = "--socket", paramLabel = "PATH", required = true, description = "Where launchers connect.")
    private @Nullable Path socket;

    @Override
    public Integer call() throws IOException {
        Path path = Objects.requireNonNull(socket, "picocli requires --socket").toAbsolutePath();
        Path launcher = Optional.ofNullable(System.getProperty("shrike.shim"))
                .map(Path::of)
                .orElseThrow(() -> new ConfigurationException(
                        "shrike: sensor must be started by the shrike command, which says where the launcher is"));
        AtomicReference<Runnable> end = new AtomicReference<>(() -> {});
        try (SensorSocket listening = listen(path)) {
            end.set(listening::close);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end.get().run(), "shrike-end"));
            WatchSettings settings = options.open(START, WatchOptions.DefaultLog.STANDARD_OUTPUT);
            Sidecar sidecar = new Sidecar(settings, listening, launcher, System.err);
            end.set(sidecar::end);
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
