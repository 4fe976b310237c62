package io.shrike.app.watch;

import io.shrike.app.config.LoadedPolicy;
import io.shrike.app.digest.LateDigests;
import io.shrike.app.installed.Installations;
import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.trace.decode.CallDecoder;
import io.shrike.trace.decode.Watchers;
import io.shrike.trace.engine.TracingEngine;
import io.shrike.trace.path.LinkText;
import io.shrike.trace.path.PathResolver;
import io.shrike.trace.session.SessionScope;
import io.shrike.trace.tree.Launchers;
import io.shrike.trace.tree.ProcFacts;
import io.shrike.trace.tree.ProcessTable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Stops that are served on a thread named shrike-stop, with what records them. Made before a program may start, so that
 * nothing of ours can fail between the first stop and its answer.
 */
final class Serving {
    private final WatchSettings settings;
    private final WatchStatus status;
    private final Pipeline pipeline;
    private final List<FilterRule> inKernel;
    private final ActivityRecorder recorder;
    private final Installations installations;
    private final LateDigests digests;
    private final CallDecoder decoder;
    private final LastEvents lastEvents;

    private Serving(
            WatchSettings settings, WatchStatus status, Pipeline pipeline, List<FilterRule> inKernel, Scope scope) {
        this.settings = settings;
        this.status = status;
        this.pipeline = pipeline;
        this.inKernel = inKernel;
        lastEvents = new LastEvents(pipeline, settings.remote());
        installations = new Installations(InstantSource.system(), status::failed);
        digests = new LateDigests(status::failed);
        recorder = new ActivityRecorder(
                pipeline.ring(), InstantSource.system(), installations::observed, digests::examine);
        decoder = decoder(scope);
    }

    /** Whose programs are watched, and since when. */
    record Scope(Launchers launchers, Instant since) {}

    /**
     * Begins to serve. {@code inKernel} are the rules that the filter was made from; {@code missing}, what the policy wants and
     * it lacks.
     */
    static Serving begin(
            WatchSettings settings,
            WatchStatus status,
            TracingEngine engine,
            Pipeline pipeline,
            List<FilterRule> inKernel,
            List<String> missing,
            Scope scope) {
        settings.start().refused().ifPresent(pipeline::submit);
        LoadedPolicy policy = settings.start().policy();
        pipeline.submit(policy.loadedEvent(Instant.now(), missing));
        Serving serving = new Serving(settings, status, pipeline, inKernel, scope);
        serving.begin(engine, policy);
        return serving;
    }

    private void begin(TracingEngine engine, LoadedPolicy policy) {
        status.recording(recorder, installations);
        installations.start(policy.packageDatabases(), event -> recorder.recordCompletion(event, pipeline::submit));
        digests.start(
                decoder.knownDigests(),
                policy.digestJudge(),
                (judge, before, known, actor) -> recorder.recordContent(judge, before, known, actor, pipeline::submit),
                recorder::countUnread);
        Thread stops = Thread.ofPlatform().name("shrike-stop").daemon().start(() -> engine.run(decoder));
        settings.statusServer().ifPresent(server -> server.serve(new LiveView(engine, stops, recorder, pipeline)));
    }

    private CallDecoder decoder(Scope scope) {
        LoadedPolicy policy = settings.start().policy();
        ProcFacts facts = new ProcFacts();
        return new CallDecoder(
                policy.needs(),
                new PathResolver(ProcessCalls.getpid(), new LinkText()),
                new ProcessTable(facts, scope.launchers()),
                facts,
                scope.since().getEpochSecond(),
                new Watchers(ProcessCalls.getpid(), scope.launchers()),
                recorder.of(policy.judge()));
    }

    /** Looks for sessions from now on, and for changes of the policy. */
    Following follow(SessionScope scope) {
        LoadedPolicy policy = settings.start().policy();
        SessionWatch sessions = SessionWatch.start(scope, policy.sessionJudge(), recorder, pipeline, status, digests);
        PolicySwitch policies =
                new PolicySwitch(policy, inKernel, decoder, recorder, pipeline, sessions, installations, digests);
        settings.supply().ifPresent(supply -> policies.follow(supply, status));
        return new Following(sessions, policies);
    }

    /** What goes on beside the stops. */
    record Following(SessionWatch sessions, PolicySwitch policies) {}

    LastEvents lastEvents() {
        return lastEvents;
    }

    /** After the last stop: whether every event was written. */
    boolean end(Following following) {
        following.sessions().end();
        installations.end();
        digests.end(settings.drainTimeout());
        return lastEvents.close(settings.drainTimeout());
    }
}
