package io.shrike.trace.decode;

import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.NetworkActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.NetworkOperation;
import io.shrike.model.Verdict;
import io.shrike.trace.digest.KnownDigests;
import io.shrike.trace.engine.Stop;
import io.shrike.trace.engine.StopHandler;
import io.shrike.trace.path.PathResolver;
import io.shrike.trace.tree.ProcessFacts;
import io.shrike.trace.tree.ProcessTable;
import io.shrike.trace.tree.StoppedProcess;
import io.shrike.trace.tree.TrackedProcess;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes each stop, hands its activities on, and answers with the strongest verdict. Owned by the stop thread, but for
 * {@link #adopt}.
 */
public final class CallDecoder implements StopHandler, AutoCloseable {
    private final PathResolver paths;
    private final ProcessTable table;
    private final StoppedProcess process;
    private final DomainMemory domains = new DomainMemory();
    private final Decoders decoders;
    private final Call call;
    private final KnownDigests knownDigests = new KnownDigests();
    private final ProgramDigests digests;
    private final CallResults results;

    /** One for all stops: made anew for each it would cost more than a lookup in the table of processes. */
    private final BooleanSupplier stillStopped = this::isStillStopped;

    private @Nullable Stop current;

    /** Each stop reads it once, so that it is served by one policy from start to end. */
    private volatile Regime regime;

    public CallDecoder(
            Needs needs,
            PathResolver paths,
            ProcessTable table,
            ProcessFacts facts,
            long watchSinceSeconds,
            Watchers watchers,
            ActivityHandler handler) {
        this.paths = paths;
        this.table = table;
        process = new StoppedProcess(facts, table);
        decoders = new Decoders(domains, watchSinceSeconds, watchers);
        call = new Call(paths, process);
        digests = new ProgramDigests(call, decoders.files(), knownDigests);
        results = new CallResults(paths, process, facts, decoders, digests);
        regime = regime(needs, handler, () -> {});
    }

    /**
     * From the next stop on, decodes for other needs and hands on to another handler; what is known of processes, names and
     * sockets stays. {@code begins} runs on the stop thread before that stop is decoded. Any thread, one at a time; a regime
     * that is replaced before its first stop never begins.
     */
    public void adopt(Needs needs, ActivityHandler handler, Runnable begins) {
        regime = regime(needs, handler, begins);
    }

    /** Of program files that were read before; shared with those who read the others. */
    public KnownDigests knownDigests() {
        return knownDigests;
    }

    private Regime regime(Needs needs, ActivityHandler handler, Runnable begins) {
        boolean identities = needs.wants(Interest.FILE_IDENTITY);
        return new Regime(new CallRoutes(decoders, needs), handler, () -> {
            paths.identify(identities);
            begins.run();
        });
    }

    @Override
    public Verdict onStop(Stop stop) {
        Regime now = regime;
        now.begin();
        CallRoutes.Route route = now.routes.of(stop.abi(), stop.number());
        current = stop;
        process.target(stop.tid());
        call.target(stop, route.name());
        if (route.multiplexer()) {
            SocketCallMultiplexer.expand(call);
            route = now.routes.named(call.name());
        }
        if (route.changesRoot()) {
            paths.rootsMayHaveChanged();
        }
        List<Activity> activities = route.decoder().decode(call);
        if (activities.isEmpty() && route.traced()) {
            activities = decoders.raw().decode(call);
        }
        Verdict verdict = activities.isEmpty()
                ? Verdict.CONTINUE
                : handleAll(activities, route.rawArguments() ? call.rawArguments() : List.of(), now.handler);
        if (route.checksResult() && verdict instanceof Verdict.Continue) {
            stop.checkResult(process.pid(), results.of(call, activities, now.handler));
        }
        return verdict;
    }

    private Verdict handleAll(List<Activity> activities, List<Long> rawArguments, ActivityHandler handler) {
        Verdict verdict = Verdict.CONTINUE;
        List<Long> raw = rawArguments;
        for (Activity activity : activities) {
            verdict = stronger(
                    verdict,
                    activity instanceof ExecActivity exec
                            ? digests.handle(exec, raw, stillStopped, handler)
                            : handler.handle(withDomain(activity), raw, process, stillStopped));
            raw = List.of();
        }
        boolean runs = verdict instanceof Verdict.Continue || verdict instanceof Verdict.Pause;
        if (runs && activities.getFirst() instanceof ExecActivity exec) {
            TrackedProcess tracked = process.tracked();
            if (tracked != null) {
                tracked.executing(running(exec), exec.arguments());
            }
        }
        return verdict;
    }

    /** What /proc/PID/exe will say: of a script, its last interpreter. */
    static Field<ByteString> running(ExecActivity exec) {
        return exec.interpreters().isEmpty()
                ? exec.program().path()
                : exec.interpreters().getLast().path();
    }

    private boolean isStillStopped() {
        Stop stop = current;
        return stop != null && stop.stillStopped();
    }

    private Activity withDomain(Activity activity) {
        if (activity instanceof NetworkActivity network && network.operation() == NetworkOperation.CONNECT) {
            Optional<String> domain = domains.recent(process.pid());
            if (domain.isPresent()) {
                return new NetworkActivity(
                        network.syscall(),
                        network.operation(),
                        network.protocol(),
                        network.local(),
                        network.remote(),
                        domain);
            }
        }
        return activity;
    }

    private static Verdict stronger(Verdict first, Verdict second) {
        return rank(second) > rank(first) ? second : first;
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Continue _ -> 0;
            case Verdict.Pause _ -> 1;
            case Verdict.Deny _ -> 2;
            case Verdict.Terminate _ -> 3;
        };
    }

    @Override
    public void close() {
        decoders.close();
        digests.close();
        table.close();
        results.close();
        paths.close();
    }

    /** What one policy makes of a stop. */
    private static final class Regime {
        private final CallRoutes routes;
        private final ActivityHandler handler;
        private final Runnable begins;
        private boolean begun;

        Regime(CallRoutes routes, ActivityHandler handler, Runnable begins) {
            this.routes = routes;
            this.handler = handler;
            this.begins = begins;
        }

        void begin() {
            if (!begun) {
                begun = true;
                begins.run();
            }
        }
    }
}
