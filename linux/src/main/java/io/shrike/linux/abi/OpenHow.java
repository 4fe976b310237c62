package io.shrike.linux.abi;

/** Layout of struct open_how { __u64 flags, mode, resolve; } and its constants, from linux/openat2.h. */
public final class OpenHow {
    // How far a lookup may go.
    public static final long RESOLVE_NO_XDEV = 0x1L;
    public static final long RESOLVE_NO_MAGICLINKS = 0x2L;
    public static final long RESOLVE_NO_SYMLINKS = 0x4L;
    public static final long RESOLVE_BENEATH = 0x8L;
    public static final long RESOLVE_IN_ROOT = 0x10L;
    public static final long RESOLVE_CACHED = 0x20L;

    private OpenHow() {}

    /** Size of the struct in its first version. */
    public static final int SIZE = 24;

    public static final int FLAGS = 0;
    public static final int MODE = 8;
    public static final int RESOLVE = 16;
}
