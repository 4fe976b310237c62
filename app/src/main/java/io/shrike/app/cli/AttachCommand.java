package io.shrike.app.cli;

import io.shrike.app.config.ConfigurationException;
import io.shrike.app.watch.Attaching;
import io.shrike.app.watch.TracedWatch;
import io.shrike.app.watch.WatchSettings;
import io.shrike.linux.libc.ProcessCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code shrike attach}: watches what already runs. */
@Command(
        name = "attach",
        description = "Watches processes that already run, with all their threads and what they start.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class AttachCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final WatchOptions options = new WatchOptions();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    /** Whom to attach to. */
    static final class Target {
        @Option(
                names = "--pid",
                paramLabel = "N",
                description = "Process to attach to, with its descendants; may be repeated.")
        private List<Integer> pids = List.of();

        @Option(
                names = "--auto",
                description = "Attach to every process of the PID namespace, also to those that appear later.")
        private boolean all;
    }

    @Override
    public Integer call() throws IOException {
        for (int pid : isRestart() ? List.<Integer>of() : target.pids) {
            if (pid < 1 || !Files.exists(Path.of("/proc/" + pid))) {
                throw new CommandLine.ParameterException(
                        Objects.requireNonNull(spec, "spec is set by picocli").commandLine(),
                        "--pid: no process has the number " + pid);
            }
        }
        if (options.ptrace()) {
            return trace();
        }
        Path socket = Optional.ofNullable(System.getProperty("shrike.attach"))
                .map(Path::of)
                .orElseThrow(() -> new ConfigurationException("shrike: attach must be started by the shrike command"));
        Path launcher = SidecarStart.launcher("attach");
        Attaching attaching = new Attaching(launcher, socket, wanted(), target.all, ours(), System.err);
        return SidecarStart.run(options, socket, launcher, attaching, attaching::start);
    }

    /** What a sensor that was lost leaves behind: then processes that it attached to may have ended. */
    private static boolean isRestart() {
        String socket = System.getProperty("shrike.attach");
        return socket != null && Files.exists(Path.of(socket));
    }

    private int trace() {
        WatchSettings settings = options.open(SidecarStart.START, WatchOptions.DefaultLog.STANDARD_OUTPUT);
        TracedWatch watch = new TracedWatch(settings, wanted(), target.all, ours(), System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(watch::end, "shrike-end"));
        return watch.run() ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private IntPredicate wanted() {
        Set<Integer> pids = Set.copyOf(target.pids);
        boolean all = target.all;
        return pid -> all || pids.contains(pid);
    }

    /** This process and its supervisor. */
    private static Set<Integer> ours() {
        Set<Integer> ours = new HashSet<>(Set.of(ProcessCalls.getpid()));
        ProcessHandle.current().parent().ifPresent(parent -> ours.add((int) parent.pid()));
        return ours;
    }
}
