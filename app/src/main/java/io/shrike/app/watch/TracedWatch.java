package io.shrike.app.watch;

import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.trace.attach.Attachments;
import io.shrike.trace.attach.Population.Inhabitant;
import io.shrike.trace.attach.TracedPopulation;
import io.shrike.trace.engine.ptrace.Attachment;
import io.shrike.trace.engine.ptrace.PtraceEngine;
import io.shrike.trace.engine.ptrace.WantedCalls;
import io.shrike.trace.session.SessionScope;
import io.shrike.trace.tree.Launchers;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;

/**
 * Watches processes that run already by ptrace, each of whose calls stops. The calling thread looks for processes every
 * {@link #INTERVAL}; a thread named shrike-stop traces. When this process ends, however it does, they go on unwatched.
 */
public final class TracedWatch {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final WatchSettings settings;
    private final boolean all;
    private final NotWatched notWatched;
    private final WatchStatus status;
    private final PtraceEngine engine;
    private final Pipeline pipeline;
    private final Attachments attachments;
    private final List<CompletableFuture<Attachment>> asked = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean ending;
    private volatile int watched;

    /** {@code wanted} are the processes to attach to; {@code all}, that others may come at any time. */
    public TracedWatch(WatchSettings settings, IntPredicate wanted, boolean all, Set<Integer> ours, PrintStream err) {
        this.settings = settings;
        this.all = all;
        notWatched = new NotWatched(err);
        status = new WatchStatus(settings.pipeline().containers(), settings.policySources());
        engine = new PtraceEngine(wanted(PolicySwitch.rules(settings.start().policy())), false, status::failed);
        status.serves(
                engine,
                () -> "attached to " + watched
                        + " processes and what they start, by ptrace: each of their calls stops");
        status.also(notWatched::notes);
        settings.remote().output().ifPresent(output -> output.handOver(1));
        pipeline = Pipeline.start(
                settings.pipeline(), settings.sink(), settings.remote().tap(), status);
        attachments = new Attachments(new TracedPopulation(), wanted, ours, new Found());
    }

    /** The calls of these rules; of other ABIs than the machine's every call, which the decoders sort out. */
    private static WantedCalls wanted(List<FilterRule> rules) {
        Map<Abi, Set<Integer>> numbers = new EnumMap<>(Abi.class);
        for (Abi abi : Abi.values()) {
            SyscallTable table = SyscallTable.of(abi);
            Set<Integer> ofAbi = new HashSet<>();
            if (abi == Abi.host()) {
                rules.forEach(rule -> table.number(rule.syscall()).ifPresent(ofAbi::add));
            } else {
                table.names()
                        .forEach(name -> table.number(name).ifPresent(number -> ofAbi.add(number & ~abi.numberBits())));
            }
            numbers.put(abi, ofAbi);
        }
        return WantedCalls.of(numbers);
    }

    private final class Found implements Attachments.Listener {
        @Override
        public void attach(Inhabitant process) {
            asked.add(engine.attach(process.pid()));
        }

        @Override
        public void unwatched(Inhabitant process, String why) {
            notWatched.tell(process, why, pipeline::submit);
        }
    }

    /** Whether the engine has answered, and it was taken note of. */
    private boolean answered(CompletableFuture<Attachment> asking) {
        if (!asking.isDone()) {
            return false;
        }
        switch (asking.join()) {
            case Attachment.Attached attached -> attachments.attached(attached.pid());
            case Attachment.Refused(int pid, String reason) -> attachments.refused(pid, reason);
        }
        return true;
    }

    /** Watches until {@link #end}, or until the last process is gone where no other may come; whether every event was written. */
    public boolean run() {
        Serving serving = Serving.begin(
                settings,
                status,
                engine,
                pipeline,
                PolicySwitch.rules(settings.start().policy()),
                List.of(),
                new Serving.Scope(Launchers.of(), Instant.now()));
        Serving.Following following = serving.follow(new SessionScope.None("each process that appears is attached to"));
        while (!ending) {
            look();
            LockSupport.parkNanos(this, INTERVAL.toNanos());
        }
        engine.close();
        boolean drained = serving.end(following);
        ended.countDown();
        return drained;
    }

    private void look() {
        asked.removeIf(this::answered);
        try {
            attachments.look();
        } catch (RuntimeException failure) {
            status.failed("looking for processes to attach to", failure);
        }
        watched = attachments.attached().size();
        if (!all && !attachments.isWatching()) {
            ending = true;
        }
    }

    /** Lets all processes go as they were. Waits until the last events are out. Any other thread. */
    public void end() {
        ending = true;
        try {
            boolean ignored = ended.await(2 * settings.drainTimeout().toMillis() + 6000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
