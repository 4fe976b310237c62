package io.shrike.trace.engine;

import java.time.Duration;

/** Brings each stop to a handler and resumes the task with the handler's verdict, until no watched task is left. */
public interface TracingEngine extends AutoCloseable {
    /** Name as in events: {@code notify} or {@code ptrace}. */
    String name();

    /** Serves stops on the calling thread until the last watched task is gone. */
    void run(StopHandler handler);

    /** Waits, on any thread but the stop thread, until the last watched task is gone and its stop is served; false at the limit. */
    boolean awaitEnd(Duration limit);

    /** Counters, readable from any thread. */
    EngineCounters counters();

    /** How long stops took. */
    StopLatency latency();

    /** How long the stop under way has been served, in nanoseconds; 0 when there is none. Any thread. */
    long servingNanos();

    /** Whether no stop will be served any more. Any thread. */
    boolean hasEnded();

    @Override
    void close();
}
