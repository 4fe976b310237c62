package io.shrike.trace.engine;

import static io.shrike.linux.libc.Poll.POLLHUP;
import static io.shrike.linux.libc.Poll.POLLIN;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.model.Verdict;

/**
 * The engine over seccomp user notification (seccomp_unotify(2)). One thread receives a notification, has it judged and
 * answers it; the kernel holds the caller meanwhile. ENOENT from the kernel means that the caller was interrupted and is no
 * failure.
 */
public final class NotifyEngine implements TracingEngine {
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;

    private final SeccompListener listener;
    private final NotifyStop stop;
    private final EngineCounters counters = new EngineCounters();
    private final boolean syncWakeUp;
    private final FailureReport failures;

    /** Told, at most once per kind, when something of ours fails while the watched program goes on. */
    @FunctionalInterface
    public interface FailureReport {
        void failed(String what, Throwable cause);
    }

    public NotifyEngine(SeccompListener listener, FailureReport failures) {
        this.listener = listener;
        this.failures = failures;
        stop = new NotifyStop(listener);
        syncWakeUp = listener.setSyncWakeUp() == 0;
    }

    @Override
    public String name() {
        return "notify";
    }

    /** Whether the kernel wakes caller and sensor on the same CPU (SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP, Linux 6.6). */
    public boolean syncWakeUp() {
        return syncWakeUp;
    }

    @Override
    public EngineCounters counters() {
        return counters;
    }

    @Override
    public void run(StopHandler handler) {
        while (true) {
            int events = listener.await(-1);
            if (events == -Errno.EINTR) {
                continue;
            }
            if ((events & POLLIN) != 0 && events > 0) {
                serveOne(handler);
            } else if (events < 0 || (events & POLLHUP) != 0) {
                return;
            }
        }
    }

    private void serveOne(StopHandler handler) {
        int received = listener.receive();
        if (received < 0) {
            if (received == -Errno.ENOENT) {
                counters.callerInterrupted();
            }
            return;
        }
        counters.stopSeen();
        apply(judge(handler));
    }

    /** Whatever fails in the handler, the call goes on. */
    private Verdict judge(StopHandler handler) {
        try {
            return handler.onStop(stop);
        } catch (RuntimeException | AssertionError | OutOfMemoryError | StackOverflowError failure) {
            counters.handlerFailed();
            failures.failed("handling a stop", failure);
            return Verdict.CONTINUE;
        }
    }

    private void apply(Verdict verdict) {
        int result = switch (verdict) {
            case Verdict.Continue() -> listener.continueCall();
            case Verdict.Deny(int errno) -> listener.respond(0, -errno);
            case Verdict.Terminate() -> terminate();
            case Verdict.Pause() -> pause();
        };
        if (result == -Errno.ENOENT) {
            counters.callerInterrupted();
        } else if (result < 0) {
            counters.verdictFailed();
        }
    }

    private int terminate() {
        int killed = ProcessCalls.kill(stop.tid(), SIGKILL);
        int answered = listener.respond(0, -Errno.EPERM);
        return killed < 0 ? killed : answered == -Errno.ENOENT ? 0 : answered;
    }

    private int pause() {
        int stopped = ProcessCalls.kill(stop.tid(), SIGSTOP);
        int answered = listener.continueCall();
        return stopped < 0 ? stopped : answered;
    }

    @Override
    public void close() {
        listener.close();
    }
}
