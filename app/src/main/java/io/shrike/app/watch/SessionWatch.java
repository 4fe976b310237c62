package io.shrike.app.watch;

import io.shrike.app.digest.LateDigests;
import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.model.Activity;
import io.shrike.model.DigestNeed;
import io.shrike.model.Judge;
import io.shrike.model.ProcessRef;
import io.shrike.trace.digest.OpenProgram;
import io.shrike.trace.session.ProcList;
import io.shrike.trace.session.SessionScope;
import io.shrike.trace.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks for processes from outside on a thread of its own, shrike-sessions, and has what they run judged and told. It looks
 * every {@link #INTERVAL}, and where looks take long less often, down to every {@link #LONGEST}, to use no more than a tenth of
 * a processor.
 */
final class SessionWatch {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final int SHARE = 10;
    private static final Duration LAST_LOOK = Duration.ofMillis(500);

    private static final String SEEN_LATE =
            "found in /proc after it started, by a process from outside the launched tree:"
                    + " what such processes do cannot be stopped";

    private final ActivityRecorder recorder;
    private final Pipeline pipeline;
    private final WatchStatus status;
    private final LateDigests digests;
    private volatile Judge judge;
    private volatile boolean ending;
    private final Thread thread;

    private SessionWatch(
            SessionScope scope,
            Judge judge,
            ActivityRecorder recorder,
            Pipeline pipeline,
            WatchStatus status,
            LateDigests digests) {
        this.digests = digests;
        this.judge = judge;
        this.recorder = recorder;
        this.pipeline = pipeline;
        this.status = status;
        Runnable duty = switch (scope) {
            case SessionScope.Whole whole -> () -> follow(whole);
            case SessionScope.None _ -> () -> {};
        };
        this.thread = Thread.ofPlatform().name("shrike-sessions").daemon().unstarted(duty);
    }

    /** Begins to look, where it can be told who is from outside; the status says so, or why not. */
    static SessionWatch start(
            SessionScope scope,
            Judge judge,
            ActivityRecorder recorder,
            Pipeline pipeline,
            WatchStatus status,
            LateDigests digests) {
        status.sessions(
                switch (scope) {
                    case SessionScope.Whole _ ->
                        "processes from outside are looked for in /proc every " + INTERVAL.toMillis()
                                + " ms: what starts and ends in between is not seen, and nothing of theirs can be blocked";
                    case SessionScope.None(String reason) -> "processes from outside are not looked for: " + reason;
                });
        SessionWatch watch = new SessionWatch(scope, judge, recorder, pipeline, status, digests);
        watch.thread.start();
        return watch;
    }

    /** Decides by another policy from the next look on. */
    void adopt(Judge next) {
        judge = next;
    }

    /** Looks once more and ends; waits for that no longer than {@link #LAST_LOOK}. */
    void end() {
        ending = true;
        LockSupport.unpark(thread);
        try {
            thread.join(LAST_LOOK);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(SessionScope.Whole scope) {
        try (ProcList processes = new ProcList(Instant.now().getEpochSecond())) {
            Sessions sessions = new Sessions(scope, processes, this::found);
            long pause = INTERVAL.toNanos();
            long usual = 0;
            while (!ending) {
                usual = (3 * usual + look(sessions, pause)) / 4;
                pause = Math.clamp(SHARE * usual, INTERVAL.toNanos(), LONGEST.toNanos());
                LockSupport.parkNanos(this, pause);
            }
            look(sessions, pause);
            sessions.end();
        }
    }

    /** How long the look took, in nanoseconds. One that fails is told in the status, and followed by the next. */
    private long look(Sessions sessions, long rested) {
        long start = System.nanoTime();
        try {
            sessions.look(start, (int) Duration.ofNanos(rested).toMillis());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError failure) {
            status.failed("looking for processes from outside", failure);
        }
        return System.nanoTime() - start;
    }

    private void found(Activity activity, ProcessRef process) {
        String note = activity instanceof Activity.ExecActivity ? SEEN_LATE : "";
        recorder.recordLate(judge, activity, process, note, pipeline::submit);
        if (activity instanceof Activity.ExecActivity exec && judge.digestNeed(exec, process) != DigestNeed.NONE) {
            digests.examine(exec, List.of(OpenProgram.running(process.pid())), process);
        }
    }
}
