package io.shrike.app.watch;

import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.BpfProgram;
import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterDefaults;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Event;
import io.shrike.trace.decode.CallDecoder;
import io.shrike.trace.engine.NotifyEngine;
import io.shrike.trace.launch.ControlChannel;
import io.shrike.trace.launch.FilterPlan;
import io.shrike.trace.launch.ShimMessage;
import io.shrike.trace.path.LinkText;
import io.shrike.trace.path.PathResolver;
import io.shrike.trace.tree.ProcFacts;
import io.shrike.trace.tree.ProcessTable;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    private final WatchStatus status = new WatchStatus();

    public LaunchedWatch(WatchSettings settings, ControlChannel control, PrintStream err) {
        this.settings = settings;
        this.control = control;
        this.err = err;
    }

    /** Runs the watch to its end. */
    public WatchResult run() {
        BpfProgram filter = FilterCompiler.compile(
                Abi.host(),
                FilterPlan.rules(settings.needs(), SyscallTable.of(Abi.host()).names()),
                FilterDefaults.NOTIFY);
        int sent = control.sendFilter(
                filter.toBytes(), (int) settings.drainTimeout().toMillis(), settings.onSensorLoss());
        if (sent < 0) {
            return new WatchResult.NotStarted("cannot send the filter to the shim: " + Errno.name(-sent));
        }
        return switch (control.receive()) {
            case ShimMessage.Listener listener -> serve(listener);
            case ShimMessage.Failed(int stage, int errno) ->
                unwatched((stage == 1 ? "the kernel refused the filter: " : "exec failed: ") + Errno.name(errno));
            case ShimMessage.Ended _ -> unwatched("the program ended before it was watched");
            case ShimMessage.Closed(String reason) -> unwatched(reason);
        };
    }

    /** The program runs unwatched or not at all; the event stream says so. */
    private WatchResult unwatched(String reason) {
        Instant now = Instant.now();
        Pipeline pipeline = Pipeline.start(settings.pipeline(), settings.sink(), status);
        pipeline.submit(new Event.SensorGap(now, now, reason, 0));
        pipeline.close(settings.drainTimeout());
        control.sendDrained();
        return new WatchResult.NotStarted(reason);
    }

    private WatchResult serve(ShimMessage.Listener launched) {
        NotifyEngine engine = new NotifyEngine(listener(launched), status::failed);
        status.launched(engine, launched);
        Pipeline pipeline = Pipeline.start(settings.pipeline(), settings.sink(), status);
        pipeline.submit(settings.policyLoaded());
        ActivityRecorder recorder = new ActivityRecorder(settings.judge(), pipeline.ring(), InstantSource.system());
        status.recording(recorder);
        ProcFacts facts = new ProcFacts();
        CallDecoder decoder = decoder(facts, launched.shimPid(), recorder);
        Thread.ofPlatform().name("shrike-stop").daemon().start(() -> engine.run(decoder));
        control.sendReady();
        awaitEnd(pipeline, engine);
        boolean drained = pipeline.close(settings.drainTimeout());
        control.sendDrained();
        return new WatchResult.Finished(drained);
    }

    /** Made before the program may start, so that nothing of ours can fail between the first stop and its answer. */
    private CallDecoder decoder(ProcFacts facts, int shimPid, ActivityRecorder recorder) {
        PathResolver paths = new PathResolver(ProcessCalls.getpid(), new LinkText());
        long now = InstantSource.system().instant().getEpochSecond();
        return new CallDecoder(settings.needs(), paths, new ProcessTable(facts, shimPid), facts, now, recorder);
    }

    /** Serves over the page that the shim shares, so that it can answer in the sensor's stead. */
    private static SeccompListener listener(ShimMessage.Listener launched) {
        Optional<NativeBuffer> page = launched.pendingPageFd() < 0
                ? Optional.empty()
                : NativeBuffer.shared(launched.pendingPageFd(), PENDING_SLOT);
        return new SeccompListener(launched.listenerFd(), page);
    }

    /** Returns when the last watched task is gone; tells the shim before that when only descendants are left. */
    private void awaitEnd(Pipeline pipeline, NotifyEngine engine) {
        ShimMessage message = control.receive();
        while (!(message instanceof ShimMessage.Ended) && !(message instanceof ShimMessage.Closed)) {
            message = control.receive();
        }
        if (engine.awaitEnd(LAST_TASKS)) {
            return;
        }
        if (message instanceof ShimMessage.Closed) {
            err.println("shrike: the launcher is gone; the sensor goes on until the last watched process ends");
        }
        pipeline.flush(settings.drainTimeout());
        control.sendDrained();
        while (!engine.awaitEnd(Duration.ofHours(1))) {
            Thread.onSpinWait();
        }
    }
}
