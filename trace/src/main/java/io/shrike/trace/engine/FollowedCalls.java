package io.shrike.trace.engine;

import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.libc.TraceCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Looks at calls whose callers must not be halted: again and again while they run, until it shows what they do. A caller that
 * is killed for it has had some microseconds more than one that halts. Owned by the stop thread.
 */
final class FollowedCalls {
    /** Looks that most calls show within; the processor is handed over between them. */
    private static final int QUICK_LOOKS = 50;

    /** Then looks between other stops, a millisecond or more apart. */
    private static final int LATE_LOOKS = 20;

    private final EngineCounters counters;
    private final List<Followed> late = new ArrayList<>();

    FollowedCalls(EngineCounters counters) {
        this.counters = counters;
    }

    private static final class Followed {
        private final ResultCheck check;
        private final int pidfd;
        private int lateLooks;

        Followed(ResultCheck check, int pidfd) {
            this.check = check;
            this.pidfd = pidfd;
        }
    }

    int resume(int pid, ResultCheck check, IntSupplier goOn) {
        Followed followed = new Followed(check, ProcessCalls.pidfdOpen(pid, 0));
        int answered = goOn.getAsInt();
        for (int look = 0; look < QUICK_LOOKS; look++) {
            if (done(followed)) {
                return answered;
            }
            TraceCalls.yieldProcessor();
        }
        late.add(followed);
        return answered;
    }

    boolean busy() {
        return !late.isEmpty();
    }

    void look() {
        late.removeIf(followed -> done(followed) || isTooLate(followed));
    }

    private boolean isTooLate(Followed followed) {
        followed.lateLooks++;
        if (followed.lateLooks < LATE_LOOKS) {
            return false;
        }
        counters.resultUnchecked("notSeen");
        end(followed);
        return true;
    }

    private boolean done(Followed followed) {
        switch (followed.check.look(ResultCheck.RUNNING)) {
            case UNSEEN -> {
                return false;
            }
            case ACCEPTED -> {}
            case FORBIDDEN -> ProcessCalls.pidfdSendSignal(followed.pidfd, Signals.SIGKILL);
        }
        end(followed);
        return true;
    }

    private static void end(Followed followed) {
        followed.check.end();
        if (followed.pidfd >= 0) {
            FileCalls.close(followed.pidfd);
        }
    }
}
