package io.shrike.trace.engine;

/**
 * Looks at what a call did that was let through, while its caller is halted before it returns to its program. Runs on the
 * stop thread, but perhaps after other stops.
 */
public interface ResultCheck {
    /** The call has not returned yet, or nobody saw it. */
    long RUNNING = Long.MIN_VALUE;

    /** What the look found. */
    enum Finding {
        /** The caller may go on. */
        ACCEPTED,
        /** The caller is killed. */
        FORBIDDEN,
        /** What the call did cannot be seen, or not yet: the caller goes on, and in the end the call counts as unchecked. */
        UNSEEN
    }

    /** {@code result}: what the call returns, -errno for a failure; {@link #RUNNING} when its caller does not halt. */
    Finding look(long result);

    /**
     * Whether a call that the halt interrupted, so that the kernel makes it again, has already done what there is to look at.
     * It is looked at now then, and is not decided again when it is made again while this still holds.
     */
    default boolean underWay() {
        return false;
    }

    /**
     * The call is about to be let through. False when its caller must not be halted, because it would see it; then it is looked
     * at while it runs.
     */
    default boolean begin() {
        return true;
    }

    /** There will be no look any more; always after {@link #begin}. */
    default void end() {}
}
