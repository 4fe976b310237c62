package io.shrike.trace.launch;

import io.shrike.linux.libc.FileCalls;

/** What the shim tells the sensor over the control socket. */
public sealed interface ShimMessage {
    /**
     * The filter is installed; {@code listenerFd} is the sensor's own descriptor of the listener, {@code pendingPageFd} one of
     * memory shared with the shim for the call being served, or -1; {@code stdoutFd} one of the program's standard output, or
     * -1 where the filter did not ask for it or the caller had closed it. {@code restarted}: the program runs already, under the
     * filter of an earlier sensor, which was made from the same rules where {@code sameFilter} says so.
     */
    record Listener(
            int listenerFd,
            int pendingPageFd,
            int stdoutFd,
            int childPid,
            int shimPid,
            boolean waitKillable,
            boolean noNewPrivs,
            boolean restarted,
            boolean sameFilter)
            implements ShimMessage {
        /** Closes what came with it. */
        public void close() {
            for (int fd : new int[] {listenerFd, pendingPageFd, stdoutFd}) {
                if (fd >= 0) {
                    FileCalls.close(fd);
                }
            }
        }
    }

    /**
     * A sensor serves again after {@code millis} in which the shim let {@code unwatched} calls through. {@code waitStatus} is as wait(2)
     * gives it, of a sensor that was {@link Gap#LOST}.
     */
    record Resumed(long unwatched, long millis, int waitStatus, Gap gap) implements ShimMessage {}

    /** Why nobody watched. */
    enum Gap {
        /** The sensor ended, and was started again. */
        LOST,
        /** It was the same sensor, which did not move. */
        STALLED,
        /** The connection to the sensor was closed. */
        DISCONNECTED
    }

    /** The launched program ended; {@code waitStatus} as wait(2) gives it. */
    record Ended(int waitStatus) implements ShimMessage {}

    /** The program was not started under watch: what failed says {@code stage}. */
    record Failed(int stage, int errno) implements ShimMessage {
        /** The kernel refused the filter. */
        public static final int FILTER = 1;

        /** The program could not be executed. */
        public static final int EXEC = 2;

        /** The program runs without a filter since before this sensor was there. */
        public static final int LATE = 3;

        /** The filter could not be put into the process, which runs already. */
        public static final int ADOPT = 4;
    }

    /** The shim is gone, or speaks another language. */
    record Closed(String reason) implements ShimMessage {}
}
