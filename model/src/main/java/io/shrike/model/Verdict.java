package io.shrike.model;

/** How a stopped call goes on. */
public sealed interface Verdict {
    /** The call runs as if nobody watched. */
    record Continue() implements Verdict {}

    /** The call fails with {@code errno} (positive, as in errno.h) and never runs. */
    record Deny(int errno) implements Verdict {}

    /** The process group of the caller is killed before the call can run. */
    record Terminate() implements Verdict {}

    /** The process is stopped with SIGSTOP; the call runs when somebody continues it. */
    record Pause() implements Verdict {}

    Verdict CONTINUE = new Continue();
}
