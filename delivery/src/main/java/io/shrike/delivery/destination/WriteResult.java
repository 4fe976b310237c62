package io.shrike.delivery.destination;

/** How a write ended. Reasons are errno names such as {@code ENOSPC}, or {@code other}. */
public sealed interface WriteResult {
    /** Everything is written. */
    record Done() implements WriteResult {}

    /** The rest may go through later. */
    record Again(String reason) implements WriteResult {}

    /** The rest will never go through. */
    record Lost(String reason) implements WriteResult {}

    WriteResult DONE = new Done();
}
