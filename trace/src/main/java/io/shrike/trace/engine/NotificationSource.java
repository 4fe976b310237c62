package io.shrike.trace.engine;

import io.shrike.linux.seccomp.SeccompListener;

/** Where notifications come from. Owned by the stop thread, but for what says otherwise. */
sealed interface NotificationSource permits OneListener, ManyListeners {
    /** Waits for a call, at most so long: {@link io.shrike.linux.libc.Poll} bits, 0 after the timeout, or -errno. */
    int await(int timeoutMillis);

    /**
     * Receives the next call, waiting for one without end: 0, or -errno. -ENOENT: the call was withdrawn, or {@link #isOver()}.
     */
    int receive();

    /** Whose call {@link #receive()} gave last. */
    SeccompListener listener();

    /** Whether that listener's filter was installed with WAIT_KILLABLE_RECV (Linux 5.19). */
    boolean waitsKillable();

    /** Whether there will be no call any more. */
    boolean isOver();

    /** Waits, on any thread but the stop thread, until the last task under a filter is gone; false at the end of the time. */
    boolean awaitEnd(long deadlineNanos);

    /** Whether each listener so far wakes its caller on the same processor. Any thread. */
    boolean syncWakeUp();

    void close();
}
