package io.shrike.trace.engine;

/**
 * Looks at what a call did that was let through, while its caller is halted before it returns to its program. Runs on the
 * stop thread, but perhaps after other stops.
 */
@FunctionalInterface
public interface ResultCheck {
    /** Whether the caller may go on; it is killed otherwise. {@code result}: what the call returns, -errno for a failure. */
    boolean accepts(long result);
}
