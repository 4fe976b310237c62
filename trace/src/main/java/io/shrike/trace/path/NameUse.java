package io.shrike.trace.path;

/** How a call looks its name up. */
public enum NameUse {
    /** The file behind the name, also behind a symlink as last component; the name must exist. */
    FOLLOW,
    /** As FOLLOW, but the name may be missing: the call would create it (open with O_CREAT). */
    FOLLOW_OR_CREATE,
    /** The file itself, a symlink too. */
    NOFOLLOW,
    /** The directory entry: what unlink, rename, mkdir and link work on; it may be missing. */
    ENTRY
}
