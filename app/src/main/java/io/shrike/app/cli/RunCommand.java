package io.shrike.app.cli;

import io.shrike.app.watch.LaunchedWatch;
import io.shrike.app.watch.WatchResult;
import io.shrike.app.watch.WatchSettings;
import io.shrike.trace.launch.ControlChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code shrike run}: the sensor's side of it. The shim starts this process, then CMD, and hands over the listener. */
@Command(
        name = "run",
        description = "Launches CMD under watch. stdin, stdout, stderr, tty, signals and exit code are CMD's own.",
        customSynopsis = "shrike run [options] -- CMD [ARG...]",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class RunCommand implements Callable<Integer> {
    static final String CONTROL_FD = "SHRIKE_CONTROL_FD";

    private static volatile boolean started;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final WatchOptions options = new WatchOptions();

    @SuppressWarnings("UnusedVariable") // the shim reads it: it must hold even when this process never starts
    @Option(
            names = "--startup-timeout",
            paramLabel = "S",
            description = "Seconds to wait for the sensor before CMD starts unwatched; default 15.")
    private double startupTimeout = 15;

    @SuppressWarnings("UnusedVariable") // the shim reads it: it must hold even when this process never starts
    @Option(names = "--fail-closed", description = "Do not start CMD when it cannot be watched; exit 125.")
    private boolean failClosed;

    /** Tells the shim, where one waits, that CMD must not start. */
    static void refuseIfNotStarted(int exitCode) {
        controlFd().filter(_ -> !started).ifPresent(fd -> {
            try (ControlChannel control = new ControlChannel(fd)) {
                control.sendRefused(exitCode);
            }
        });
    }

    private static Optional<Integer> controlFd() {
        return Optional.ofNullable(System.getenv(CONTROL_FD)).map(Integer::valueOf);
    }

    @Override
    public Integer call() {
        int fd = controlFd()
                .orElseThrow(() -> new CommandLine.ParameterException(
                        requireSpec().commandLine(), "CMD is missing: what to run comes after --"));
        options.checkSeconds("--startup-timeout", startupTimeout);
        options.refusePtrace();
        WatchSettings settings = options.open(startLimit(), WatchOptions.DefaultLog.STANDARD_ERROR);
        try (ControlChannel control = new ControlChannel(fd)) {
            return finish(new LaunchedWatch(settings, control, System.err).run());
        }
    }

    /** The program waits no longer than the start-up timeout; half of it is for fetching policies. */
    private Duration startLimit() {
        return WatchOptions.seconds(startupTimeout / 2);
    }

    private static int finish(WatchResult result) {
        return switch (result) {
            case WatchResult.Finished(boolean drained) -> {
                started = true;
                yield drained ? ExitCodes.OK : ExitCodes.FAILURE;
            }
            case WatchResult.NotStarted(String reason) -> {
                started = true;
                System.err.println("shrike: not watching: " + reason);
                yield ExitCodes.SENSOR_FAILED;
            }
        };
    }

    private CommandSpec requireSpec() {
        return Objects.requireNonNull(spec, "spec is set by picocli");
    }
}
