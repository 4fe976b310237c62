package io.shrike.app.watch;

import io.shrike.app.config.LoadedPolicy;
import io.shrike.app.deliver.ProgramOutput;
import io.shrike.app.installed.Installations;
import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterDefaults;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.linux.syscall.Abi;
import io.shrike.model.Event;
import io.shrike.model.Needs;
import io.shrike.trace.decode.ActivityHandler;
import io.shrike.trace.decode.CallDecoder;
import io.shrike.trace.decode.Watchers;
import io.shrike.trace.engine.NotifyEngine;
import io.shrike.trace.launch.ControlChannel;
import io.shrike.trace.launch.ShimMessage;
import io.shrike.trace.launch.WatcherRules;
import io.shrike.trace.path.LinkText;
import io.shrike.trace.path.PathResolver;
import io.shrike.trace.tree.ProcFacts;
import io.shrike.trace.tree.ProcessTable;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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

    /** One slot of the page; a single stop thread serves one call at a time. */
    private static final int PENDING_SLOT = 256;

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
                program(rules),
                digest(),
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
            case ShimMessage.Failed(int stage, int errno) ->
                unwatched((stage == 1 ? "the kernel refused the filter: " : "exec failed: ") + Errno.name(errno), gap);
            case ShimMessage.Ended _ -> unwatched("the program ended before it was watched", gap);
            case ShimMessage.Closed(String reason) -> unwatched(reason, gap);
            case ShimMessage.Resumed resumed -> throw new IllegalStateException(resumed.toString());
        };
    }

    private static byte[] program(List<FilterRule> rules) {
        return FilterCompiler.compile(Abi.host(), rules, FilterDefaults.NOTIFY).toBytes();
    }

    /** Of the filter without the process numbers in it. */
    private byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(program(PolicySwitch.rules(settings.start().policy())));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** What the policy needs, and what protects the watch itself. */
    private List<FilterRule> rules() {
        int launcher = ProcessHandle.current()
                .parent()
                .map(parent -> (int) parent.pid())
                .orElse(ProcessCalls.getpid());
        List<FilterRule> rules =
                new ArrayList<>(PolicySwitch.rules(settings.start().policy()));
        rules.addAll(WatcherRules.rules(ProcessCalls.getpid(), launcher));
        return rules;
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
        NotifyEngine engine = new NotifyEngine(listener(launched), launched.waitKillable(), status::failed);
        status.launched(engine, launched);
        settings.remote().output().ifPresent(output -> output.handOver(launched.stdoutFd()));
        Pipeline pipeline = pipeline();
        settings.start().refused().ifPresent(pipeline::submit);
        LoadedPolicy policy = settings.start().policy();
        List<FilterRule> inKernel = launched.restarted() && !launched.sameFilter() ? PolicySwitch.ownRules() : wanted;
        List<String> missing = launched.restarted() ? PolicySwitch.missing(inKernel, policy) : List.of();
        pipeline.submit(policy.loadedEvent(Instant.now(), missing));
        Installations installations = new Installations(InstantSource.system(), status::failed);
        ActivityRecorder recorder =
                new ActivityRecorder(pipeline.ring(), InstantSource.system(), installations::observed);
        status.recording(recorder, installations);
        installations.start(policy.packageDatabases(), event -> recorder.recordCompletion(event, pipeline::submit));
        ProcFacts facts = new ProcFacts();
        CallDecoder decoder = decoder(facts, launched, recorder.of(policy.judge()));
        Thread stops = Thread.ofPlatform().name("shrike-stop").daemon().start(() -> engine.run(decoder));
        settings.statusServer().ifPresent(server -> server.serve(new LiveView(engine, stops, recorder, pipeline)));
        control.sendReady();
        SessionWatch sessions =
                SessionWatch.start(launched.shimPid(), policy.sessionJudge(), recorder, pipeline, status);
        PolicySwitch policies =
                new PolicySwitch(policy, inKernel, decoder, recorder, pipeline, sessions, installations);
        settings.supply().ifPresent(supply -> policies.follow(supply, status));
        LastEvents lastEvents = new LastEvents(pipeline, settings.remote());
        awaitEnd(lastEvents, engine, pipeline);
        sessions.end();
        installations.end();
        boolean drained = lastEvents.close(settings.drainTimeout());
        control.sendDrained();
        return new WatchResult.Finished(drained);
    }

    private Pipeline pipeline() {
        return Pipeline.start(
                settings.pipeline(), settings.sink(), settings.remote().tap(), status);
    }

    /** Made before the program may start, so that nothing of ours can fail between the first stop and its answer. */
    private CallDecoder decoder(ProcFacts facts, ShimMessage.Listener launched, ActivityHandler handler) {
        int shimPid = launched.shimPid();
        PathResolver paths = new PathResolver(ProcessCalls.getpid(), new LinkText());
        Watchers watchers = new Watchers(ProcessCalls.getpid(), shimPid);
        long since = watchSince(launched).getEpochSecond();
        Needs needs = settings.start().policy().needs();
        return new CallDecoder(needs, paths, new ProcessTable(facts, shimPid), facts, since, watchers, handler);
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

    /** Serves over the page that the shim shares, so that it can answer in the sensor's stead. */
    private static SeccompListener listener(ShimMessage.Listener launched) {
        Optional<NativeBuffer> page = launched.pendingPageFd() < 0
                ? Optional.empty()
                : NativeBuffer.shared(launched.pendingPageFd(), PENDING_SLOT);
        return new SeccompListener(launched.listenerFd(), page);
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
