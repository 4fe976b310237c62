package io.shrike.model;

/** What a call may do to a file: the {@code events} of a file rule. */
public enum FileOperation {
    /** Opened for reading. */
    OPEN,
    /** Content may change: opened for writing, created, truncated, renamed over, linked into place, mknod, fallocate. */
    WRITE,
    /** Removed or renamed away. */
    UNLINK,
    CHMOD,
    CHOWN,
    RENAME,
    XATTR
}
