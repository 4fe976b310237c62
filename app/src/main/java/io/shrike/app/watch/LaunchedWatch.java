package io.shrike.app.watch;

import io.shrike.app.deliver.ProgramOutput;
import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.model.Event;
import io.shrike.trace.engine.NotifyEngine;
import io.shrike.trace.launch.ControlChannel;
import io.shrike.trace.launch.ShimMessage;
import io.shrike.trace.session.SessionScope;
import io.shrike.trace.tree.Launchers;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The watch of a program that the shim launches: hands the filter over, serves the listener until the last watched task is
 * gone, and tells the shim when every event of the program is out. The calling thread talks with the shim; a thread named
 * shrike-stop serves the stops.
 */
public final class LaunchedWatch {
    /** How long after the program's end its last descendants may take to go, before it is told that some live on. */
    private static final Duration LAST_TASKS = Duration.ofMillis(50);

    private final WatchSettings settings;
    private final ControlChannel control;
    private final PrintStream err;
    private final WatchStatus status;

    public LaunchedWatch(WatchSettings settings, ControlChannel control, PrintStream err) {
        this.settings = settings;
        this.control = control;
        this.err = err;
        this.status = new WatchStatus(settings.pipeline().containers(), settings.policySources());
    }

    /** Runs the watch to its end. */
    public WatchResult run() {
        List<FilterRule> rules = rules();
        int sent = control.sendFilter(
                LaunchFilter.program(rules),
                LaunchFilter.digest(settings.start().policy()),
                (int) settings.drainTimeout().toMillis(),
                settings.onSensorLoss(),
                settings.remote().output().isPresent());
        if (sent < 0) {
            return new WatchResult.NotStarted("cannot send the filter to the shim: " + Errno.name(-sent));
        }
        ShimMessage message = control.receive();
        Optional<Event.SensorGap> gap = Optional.empty();
        while (message instanceof ShimMessage.Resumed resumed) {
            gap = Optional.of(Gaps.of(resumed));
            message = control.receive();
        }
        return switch (message) {
            case ShimMessage.Listener listener -> serve(listener, rules);
            case ShimMessage.Failed failed -> unwatched(Gaps.reason(failed), gap);
            case ShimMessage.Ended _ -> unwatched("the program ended before it was watched", gap);
            case ShimMessage.Closed(String reason) -> unwatched(reason, gap);
            case ShimMessage.Resumed resumed -> throw new IllegalStateException(resumed.toString());
        };
    }

    /** What the policy needs, and what protects the watch itself. */
    private List<FilterRule> rules() {
        int launcher = ProcessHandle.current()
                .parent()
                .map(parent -> (int) parent.pid())
                .orElse(ProcessCalls.getpid());
        return LaunchFilter.rules(settings.start().policy(), launcher);
    }

    /** The program runs unwatched or not at all; the event stream says so. */
    private WatchResult unwatched(String reason, Optional<Event.SensorGap> gap) {
        Instant now = Instant.now();
        Pipeline pipeline = pipeline();
        pipeline.submit(gap.orElseGet(() -> new Event.SensorGap(now, now, reason, 0)));
        new LastEvents(pipeline, settings.remote()).close(settings.drainTimeout());
        control.sendDrained();
        return new WatchResult.NotStarted(reason);
    }

    private WatchResult serve(ShimMessage.Listener launched, List<FilterRule> wanted) {
        NotifyEngine engine = new NotifyEngine(ShimListener.of(launched), launched.waitKillable(), status::failed);
        status.launched(engine, launched);
        settings.remote().output().ifPresent(output -> output.handOver(launched.stdoutFd()));
        Pipeline pipeline = pipeline();
        List<FilterRule> inKernel = launched.restarted() && !launched.sameFilter() ? PolicySwitch.ownRules() : wanted;
        List<String> missing = launched.restarted()
                ? PolicySwitch.missing(inKernel, settings.start().policy())
                : List.of();
        Serving.Scope scope = new Serving.Scope(Launchers.of(launched.shimPid()), watchSince(launched));
        Serving serving = Serving.begin(settings, status, engine, pipeline, inKernel, missing, scope);
        control.sendReady();
        Serving.Following following = serving.follow(SessionScope.of(ProcessCalls.getpid(), launched.shimPid()));
        awaitEnd(serving.lastEvents(), engine, pipeline);
        boolean drained = serving.end(following);
        control.sendDrained();
        return new WatchResult.Finished(drained);
    }

    private Pipeline pipeline() {
        return Pipeline.start(
                settings.pipeline(), settings.sink(), settings.remote().tap(), status);
    }

    /** A sensor that was started again goes on with the watch of the first. */
    private static Instant watchSince(ShimMessage.Listener launched) {
        Optional<Instant> start = launched.restarted()
                ? ProcessHandle.of(launched.shimPid())
                        .flatMap(shim -> shim.info().startInstant())
                : Optional.empty();
        return start.orElseGet(Instant::now);
    }

    /** A reader of the program's output must see its end even though the sensor stays for the descendants. */
    private void letGoOfStandardStreams() {
        settings.remote().output().ifPresent(ProgramOutput::giveBack);
        try (NativeBuffer nowhere = new NativeBuffer(16)) {
            nowhere.putCString("/dev/null".getBytes(StandardCharsets.US_ASCII));
            int fd = FileCalls.openat(FileCalls.AT_FDCWD, nowhere, Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
            if (fd < 0) {
                return;
            }
            FileCalls.dup2(fd, 1);
            if (!settings.eventsOnStderr()) {
                FileCalls.dup2(fd, 2);
            }
            FileCalls.close(fd);
        }
    }

    /** Returns when the last watched task is gone; tells the shim before that when only descendants are left. */
    private void awaitEnd(LastEvents lastEvents, NotifyEngine engine, Pipeline pipeline) {
        ShimMessage message = control.receive();
        while (!(message instanceof ShimMessage.Ended) && !(message instanceof ShimMessage.Closed)) {
            if (message instanceof ShimMessage.Resumed resumed) {
                pipeline.submit(Gaps.of(resumed));
            }
            message = control.receive();
        }
        if (engine.awaitEnd(LAST_TASKS)) {
            return;
        }
        if (message instanceof ShimMessage.Closed) {
            err.println("shrike: the launcher is gone; the sensor goes on until the last watched process ends");
        }
        lastEvents.flush(settings.drainTimeout());
        letGoOfStandardStreams();
        control.sendDrained();
        while (!engine.awaitEnd(Duration.ofHours(1))) {
            Thread.onSpinWait();
        }
    }
}
