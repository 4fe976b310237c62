package io.shrike.trace.engine;

import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.Poll;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.model.Verdict;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The engine over seccomp user notification (seccomp_unotify(2)). One thread receives a notification, has it judged and
 * answers it; the kernel holds the caller meanwhile. ENOENT from the kernel means that the caller was interrupted and is no
 * failure.
 */
public final class NotifyEngine implements TracingEngine {
    /** The call is made again once pending signals are dealt with (include/linux/errno.h). */
    private static final int ERESTARTNOINTR = 513;

    private final NotificationSource source;
    private final NotifyStop stop;
    private final EngineCounters counters = new EngineCounters();
    private final StopLatency latency = new StopLatency();
    private final FailureReport failures;
    private final PausedCalls paused = new PausedCalls();
    private final ResultChecks checks;
    private volatile boolean idle = true;
    private volatile boolean ended;

    /** When the stop under way was received, as of System.nanoTime; 0 between two stops. */
    private volatile long servingSince;

    /** Told, at most once per kind, when something of ours fails while the watched program goes on. */
    @FunctionalInterface
    public interface FailureReport {
        void failed(String what, Throwable cause);
    }

    /** {@code waitsKillable}: the filter was installed with WAIT_KILLABLE_RECV (Linux 5.19). */
    public NotifyEngine(SeccompListener listener, boolean waitsKillable, FailureReport failures) {
        this(new OneListener(listener, waitsKillable), failures);
    }

    private NotifyEngine(NotificationSource source, FailureReport failures) {
        this.source = source;
        this.failures = failures;
        checks = new ResultChecks(counters, failures);
        stop = new NotifyStop(source);
    }

    /** An engine whose listeners come with {@link #serve(ServedListener)}, and that runs until {@link #end()}. */
    public static NotifyEngine ofMany(FailureReport failures) {
        return new NotifyEngine(new ManyListeners(), failures);
    }

    /** Serves one more listener; only an engine {@link #ofMany}. Any thread. */
    public void serve(ServedListener listener) {
        many().add(listener);
    }

    /** Serves this listener no more, because somebody else answers; only an engine {@link #ofMany}. Any thread. */
    public void dismiss(ServedListener listener) {
        many().dismiss(listener);
    }

    /** Makes {@link #run} return after the stop under way; only an engine {@link #ofMany}. Any thread. */
    public void end() {
        many().end();
    }

    /** How many listeners are served; only of an engine {@link #ofMany}. Any thread. */
    public int listeners() {
        return many().serving();
    }

    private ManyListeners many() {
        if (source instanceof ManyListeners many) {
            return many;
        }
        throw new IllegalStateException("this engine serves one listener, which it was made with");
    }

    @Override
    public String name() {
        return "notify";
    }

    /** Whether the kernel wakes caller and sensor on the same CPU (SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP, Linux 6.6). */
    public boolean syncWakeUp() {
        return source.syncWakeUp();
    }

    @Override
    public EngineCounters counters() {
        return counters;
    }

    /**
     * {@inheritDoc} A receive that can never succeed ends with ENOENT since Linux 6.11 and never before; there this does not
     * return: the thread must be a daemon, and {@link #awaitEnd} tells when it has nothing left to do.
     */
    @Override
    public void run(StopHandler handler) {
        int received = 0;
        while (received == 0 || received == -Errno.EINTR || received == -Errno.ENOENT) {
            idle = true;
            received = receive();
            idle = false;
            if (received == 0) {
                serve(handler);
            } else if (received == -Errno.ENOENT) {
                if (source.isOver()) {
                    break;
                }
                counters.callWithdrawn();
            }
        }
        if (received < 0 && received != -Errno.ENOENT) {
            failures.failed("receiving stops", new IllegalStateException(Errno.name(-received)));
        }
        idle = true;
        ended = true;
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public long servingNanos() {
        long since = servingSince;
        return since == 0 ? 0 : Math.max(0, System.nanoTime() - since);
    }

    @Override
    public StopLatency latency() {
        return latency;
    }

    /** The next stop; until it comes, threads that have still to halt are looked at. */
    private int receive() {
        while (checks.busy()) {
            int ready = source.await(checks.patience());
            checks.look();
            if ((ready & Poll.POLLIN) != 0) {
                break;
            }
            if (ready != 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return source.receive();
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        if (!source.awaitEnd(deadline)) {
            return false;
        }
        while (!idle) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            LockSupport.parkNanos(100_000);
        }
        return true;
    }

    private void serve(StopHandler handler) {
        long received = System.nanoTime();
        servingSince = received == 0 ? 1 : received;
        counters.stopSeen();
        stop.received();
        apply(checks.isUnderWay(stop) ? Verdict.CONTINUE : judge(handler));
        servingSince = 0;
        latency.add(System.nanoTime() - received);
    }

    /** Whatever fails in the handler, the call goes on. */
    private Verdict judge(StopHandler handler) {
        try {
            return handler.onStop(stop);
        } catch (RuntimeException | Error failure) {
            counters.handlerFailed();
            failures.failed("handling a stop", failure);
            return Verdict.CONTINUE;
        }
    }

    private void apply(Verdict verdict) {
        int result = switch (verdict) {
            case Verdict.Continue() -> goOn();
            case Verdict.Deny(int errno) -> stop.listener().respond(0, errno);
            case Verdict.Terminate() -> terminate();
            case Verdict.Pause() -> pause();
        };
        if (result == -Errno.ENOENT) {
            counters.callWithdrawn();
        } else if (result < 0) {
            counters.verdictFailed();
        }
    }

    private int goOn() {
        ResultCheck check = stop.check();
        if (check == null) {
            return stop.listener().continueCall();
        }
        if (!source.waitsKillable()) {
            counters.resultUnchecked("noWaitKillable");
            return stop.listener().continueCall();
        }
        return checks.resume(stop, check, stop.listener()::continueCall);
    }

    private int terminate() {
        if (!stop.stillStopped()) {
            return -Errno.ENOENT;
        }
        int killed = ProcessCalls.kill(stop.tid(), Signals.SIGKILL);
        int answered = stop.listener().respond(0, Errno.EPERM);
        return killed < 0 ? killed : answered == -Errno.ENOENT ? 0 : answered;
    }

    /**
     * Sends the call back to its start with a stop signal pending, so that it does not run before somebody continues the
     * process; then it notifies again and is let through.
     */
    private int pause() {
        if (!stop.stillStopped()) {
            return -Errno.ENOENT;
        }
        if (paused.isMadeAgain(stop)) {
            return stop.listener().continueCall();
        }
        int stopped = ProcessCalls.kill(stop.tid(), Signals.SIGSTOP);
        if (stopped < 0) {
            stop.listener().continueCall();
            return stopped;
        }
        paused.add(stop);
        int answered = stop.listener().respond(0, ERESTARTNOINTR);
        return answered == -Errno.ENOENT ? 0 : answered;
    }

    @Override
    public void close() {
        source.close();
    }
}
