package io.shrike.trace.engine.ptrace;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.libc.WakeUpSignal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What other threads ask of the stop thread, and how they wake it. The stop thread says that it is about to wait before it looks
 * whether there is a request for the last time; who asks adds the request before it looks whether the stop thread waits. So one
 * of the two sees the other; a signal that comes before the wait has begun is sent again.
 */
final class Requests {
    private static final int RING_NANOS = 50_000;

    private final ConcurrentLinkedQueue<Request> queue = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread stopThread;
    private volatile int stopTid;
    private volatile boolean waiting;
    private volatile boolean ended;

    /** One wish. */
    sealed interface Request {
        /** To follow a process. */
        record Attach(int pid, CompletableFuture<Attachment> answer) implements Request {}

        /** To let all go. */
        record DetachAll(CompletableFuture<Void> answer) implements Request {}

        /** Not to wait for another one. */
        record Complete() implements Request {}
    }

    /** The calling thread is the stop thread from now on. A ptrace request of any other fails. */
    void own() {
        Thread current = Thread.currentThread();
        if (current.isVirtual() || stopThread != null) {
            throw new IllegalStateException("one platform thread runs the engine, once");
        }
        int prepared = WakeUpSignal.prepare();
        if (prepared < 0) {
            throw new IllegalStateException("cannot be woken: sigaction(2): " + Errno.name(-prepared));
        }
        stopTid = ProcessCalls.gettid();
        stopThread = current;
    }

    /** Any thread. */
    void add(Request request) {
        queue.add(request);
        if (ended) {
            refuseAll();
            return;
        }
        LockSupport.unpark(stopThread);
        while (waiting && !queue.isEmpty()) {
            WakeUpSignal.send(stopTid);
            LockSupport.parkNanos(RING_NANOS);
        }
    }

    boolean isPending() {
        return !queue.isEmpty();
    }

    /** The stop thread: the next request, null when there is none. */
    @Nullable
    Request next() {
        return queue.poll();
    }

    /** The stop thread: false when there is a request; else the wait that follows is interrupted by the next. */
    boolean beginWait() {
        waiting = true;
        if (queue.isEmpty()) {
            return true;
        }
        waiting = false;
        return false;
    }

    void endWait() {
        waiting = false;
    }

    /** The stop thread: waits for a request alone. */
    void await() {
        while (queue.isEmpty()) {
            LockSupport.park(this);
        }
    }

    /** The stop thread: nobody takes requests any more. */
    void end() {
        waiting = false;
        ended = true;
        refuseAll();
    }

    private void refuseAll() {
        for (Request request = queue.poll(); request != null; request = queue.poll()) {
            switch (request) {
                case Request.Attach(int pid, var answer) ->
                    answer.complete(new Attachment.Refused(pid, "the engine has ended"));
                case Request.DetachAll(var answer) -> answer.complete(null);
                case Request.Complete() -> {}
            }
        }
    }
}
