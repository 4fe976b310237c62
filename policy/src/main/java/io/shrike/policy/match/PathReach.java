package io.shrike.policy.match;

/** How far below the paths that its pattern names a path rule reaches. */
public enum PathReach {
    /** The path alone. */
    SELF,
    /**
     * The path and, where it is a directory, its direct entries. A pattern whose last segment is {@code *} names the entries
     * of a directory already, and reaches no further.
     */
    ENTRIES,
    /** The path and everything below it. */
    BELOW
}
