package io.shrike.linux.abi;

/**
 * Layouts of the structs of seccomp user notification, from linux/seccomp.h.
 *
 * <pre>
 * struct seccomp_data        { int nr; __u32 arch; __u64 instruction_pointer; __u64 args[6]; }
 * struct seccomp_notif       { __u64 id; __u32 pid; __u32 flags; struct seccomp_data data; }
 * struct seccomp_notif_resp  { __u64 id; __s64 val; __s32 error; __u32 flags; }
 * struct seccomp_notif_addfd { __u64 id; __u32 flags; __u32 srcfd; __u32 newfd; __u32 newfd_flags; }
 * struct seccomp_notif_sizes { __u16 seccomp_notif; __u16 seccomp_notif_resp; __u16 seccomp_data; }
 * </pre>
 */
public final class SeccompNotif {
    public static final int ID = 0;
    public static final int PID = 8;
    public static final int FLAGS = 12;
    public static final int NR = 16;
    public static final int ARCH = 20;
    public static final int INSTRUCTION_POINTER = 24;
    public static final int ARGS = 32;
    public static final int SIZE = 80;

    public static final int RESP_ID = 0;
    public static final int RESP_VAL = 8;
    public static final int RESP_ERROR = 16;
    public static final int RESP_FLAGS = 20;
    public static final int RESP_SIZE = 24;

    public static final int ADDFD_ID = 0;
    public static final int ADDFD_FLAGS = 8;
    public static final int ADDFD_SRCFD = 12;
    public static final int ADDFD_NEWFD = 16;
    public static final int ADDFD_NEWFD_FLAGS = 20;
    public static final int ADDFD_SIZE = 24;

    public static final int SIZES_NOTIF = 0;
    public static final int SIZES_RESP = 2;
    public static final int SIZES_DATA = 4;
    public static final int SIZES_SIZE = 6;

    private SeccompNotif() {}
}
