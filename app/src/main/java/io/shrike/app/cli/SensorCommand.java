package io.shrike.app.cli;

import io.shrike.app.watch.ServesLaunchers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
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
    @Mixin
    private final WatchOptions options = new WatchOptions();

    @Option(names = "--socket", paramLabel = "PATH", required = true, description = "Where launchers connect.")
    private @Nullable Path socket;

    @Override
    public Integer call() throws IOException {
        options.refusePtrace();
        Path path = Objects.requireNonNull(socket, "picocli requires --socket").toAbsolutePath();
        return SidecarStart.run(options, path, SidecarStart.launcher("sensor"), new ServesLaunchers(path), _ -> {});
    }
}
