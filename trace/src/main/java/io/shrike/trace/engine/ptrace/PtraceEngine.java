package io.shrike.trace.engine.ptrace;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.TraceCalls;
import io.shrike.linux.libc.TraceeCalls;
import io.shrike.trace.engine.EngineCounters;
import io.shrike.trace.engine.NotifyEngine.FailureReport;
import io.shrike.trace.engine.StopHandler;
import io.shrike.trace.engine.StopLatency;
import io.shrike.trace.engine.TracingEngine;
import io.shrike.trace.engine.ptrace.Requests.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The engine over ptrace(2). It follows processes that run already, and every thread and child that they make from then on, and
 * lets them go as they were. The kernel takes ptrace requests from the thread that seized, and from no other: whoever wants
 * something asks {@link #run}'s thread for it. If that thread ends, by whatever death, the kernel lets all tracees go on
 * unwatched. That thread must start no process by itself. See docs/adr/0017-ptrace-engine.md.
 */
public final class PtraceEngine implements TracingEngine {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** After so many waits everybody who has something to tell is asked before anybody goes on: none waits for ever. */
    private static final int WAITS_PER_ROUND = 16;

    private final EngineCounters counters = new EngineCounters();
    private final Requests requests = new Requests();
    private final TraceeTable table = new TraceeTable();
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<CompletableFuture<Void>> detachments = new ArrayList<>();
    private final FailureReport failures;
    private final CallStops calls;
    private final Attacher attacher;
    private final Tracees tracees;
    private long[] round = new long[64];
    private int waits;
    private boolean complete;

    /**
     * Stops tracees at every call, and shows the handler those that are {@code wanted}.
     *
     * @param filtered a seccomp filter in every tracee answers SECCOMP_RET_TRACE to the calls that are to stop, and no others do
     */
    public PtraceEngine(WantedCalls wanted, boolean filtered, FailureReport failures) {
        this.failures = failures;
        calls = new CallStops(wanted, counters, failures);
        attacher = new Attacher(table, filtered);
        tracees = new Tracees(table, calls, filtered, counters, failures);
    }

    @Override
    public String name() {
        return "ptrace";
    }

    @Override
    public EngineCounters counters() {
        return counters;
    }

    /** Processes that could not be followed, by errno or, where it was not tried, by a word. Any thread. */
    public Map<String, Long> refused() {
        return attacher.refused();
    }

    @Override
    public StopLatency latency() {
        return calls.latency();
    }

    @Override
    public long servingNanos() {
        return calls.servingNanos();
    }

    @Override
    public boolean hasEnded() {
        return end.getCount() == 0;
    }

    /**
     * Asks that the process is followed. Any thread; the answer comes once {@link #run} has done it, perhaps before each thread
     * has stopped for the first time. A process is refused that is this one, or its child, or that the kernel does not let it trace.
     */
    public CompletableFuture<Attachment> attach(int pid) {
        CompletableFuture<Attachment> answer = new CompletableFuture<>();
        requests.add(new Request.Attach(pid, answer));
        return answer;
    }

    /** No process will be attached any more: {@link #run} returns once no tracee is left. Any thread. */
    public void attachesAreComplete() {
        requests.add(new Request.Complete());
    }

    /**
     * Lets every process go on as it was: with the signals that were on their way to it, and stopped if it was. Any thread; the
     * answer comes when no tracee is left. A thread that cannot stop, such as one that waits for its vfork child, is let go once
     * it can.
     */
    public CompletableFuture<Void> detachAll() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        requests.add(new Request.DetachAll(answer));
        return answer;
    }

    /**
     * {@inheritDoc} Serves attached processes until none is left and none will be attached any more. Once for each engine, on a
     * platform thread.
     */
    @Override
    public void run(StopHandler handler) {
        requests.own();
        try {
            int told = 0;
            while (told >= 0 || told == -Errno.EINTR || (told == -Errno.ECHILD && staysWithoutTracees())) {
                takeRequests();
                told = serveNext(handler);
            }
            if (told != -Errno.ECHILD) {
                failures.failed("waiting for stops", new IllegalStateException(Errno.name(-told)));
            }
        } finally {
            table.clear();
            tracees.close();
            calls.close();
            attacher.close();
            end.countDown();
            requests.end();
            detachments.forEach(answer -> answer.complete(null));
        }
    }

    private boolean staysWithoutTracees() {
        tracees.noneLeft();
        detachments.forEach(answer -> answer.complete(null));
        detachments.clear();
        if (!complete) {
            requests.await();
        }
        return !complete || requests.isPending();
    }

    private void takeRequests() {
        for (Request request = requests.next(); request != null; request = requests.next()) {
            switch (request) {
                case Request.Attach(int pid, var answer) -> answer.complete(attachNow(pid));
                case Request.DetachAll(var answer) -> {
                    detachments.add(answer);
                    tracees.detachAll();
                }
                case Request.Complete() -> complete = true;
            }
        }
    }

    private Attachment attachNow(int pid) {
        if (!detachments.isEmpty()) {
            return new Attachment.Refused(pid, "all processes are being let go");
        }
        return attacher.attach(pid);
    }

    /** Waits for one thread, or for a request, and serves it: the thread, or -errno of the wait. */
    private int serveNext(StopHandler handler) {
        if (!requests.beginWait()) {
            return 0;
        }
        int tid = TraceeCalls.waitAny();
        requests.endWait();
        if (tid <= 0) {
            return tid;
        }
        int status = TraceCalls.waitStatus();
        if (++waits % WAITS_PER_ROUND == 0) {
            serveRound(tid, status, handler);
        } else {
            tracees.told(tid, status, handler);
        }
        return tid;
    }

    /** The kernel tells of the oldest tracee first: a busy one would be told of again before the others ever are. */
    private void serveRound(int first, int firstStatus, StopHandler handler) {
        int count = 0;
        int tid = first;
        int status = firstStatus;
        while (tid > 0) {
            if (count == round.length) {
                round = Arrays.copyOf(round, 2 * count);
            }
            round[count++] = (long) tid << 32 | (status & 0xffff_ffffL);
            tid = TraceeCalls.pollAny();
            status = TraceCalls.waitStatus();
        }
        for (int i = 0; i < count; i++) {
            tracees.told((int) (round[i] >>> 32), (int) round[i], handler);
        }
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        try {
            return end.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return hasEnded();
        }
    }

    /** Lets all processes go and ends {@link #run}; waits for that, but not longer than five seconds. */
    @Override
    public void close() {
        requests.add(new Request.DetachAll(new CompletableFuture<>()));
        attachesAreComplete();
        awaitEnd(CLOSE_LIMIT);
    }
}
