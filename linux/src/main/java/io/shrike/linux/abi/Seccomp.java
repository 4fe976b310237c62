package io.shrike.linux.abi;

/** Constants of linux/seccomp.h: seccomp(2) and its user notification. */
public final class Seccomp {
    // Operations.
    public static final int SECCOMP_SET_MODE_STRICT = 0;
    public static final int SECCOMP_SET_MODE_FILTER = 1;
    public static final int SECCOMP_GET_ACTION_AVAIL = 2;
    public static final int SECCOMP_GET_NOTIF_SIZES = 3;

    // Flags of SECCOMP_SET_MODE_FILTER.
    public static final int SECCOMP_FILTER_FLAG_TSYNC = 0x1;
    public static final int SECCOMP_FILTER_FLAG_LOG = 0x2;
    public static final int SECCOMP_FILTER_FLAG_SPEC_ALLOW = 0x4;
    public static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 0x8;
    public static final int SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 0x10;
    public static final int SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 0x20;

    // What a filter returns.
    public static final int SECCOMP_RET_KILL_PROCESS = 0x80000000;
    public static final int SECCOMP_RET_KILL_THREAD = 0x0;
    public static final int SECCOMP_RET_TRAP = 0x30000;
    public static final int SECCOMP_RET_ERRNO = 0x50000;
    public static final int SECCOMP_RET_USER_NOTIF = 0x7fc00000;
    public static final int SECCOMP_RET_TRACE = 0x7ff00000;
    public static final int SECCOMP_RET_LOG = 0x7ffc0000;
    public static final int SECCOMP_RET_ALLOW = 0x7fff0000;
    public static final int SECCOMP_RET_ACTION_FULL = 0xffff0000;
    public static final int SECCOMP_RET_DATA = 0xffff;

    // Flags of a response, of an added descriptor.
    public static final int SECCOMP_USER_NOTIF_FLAG_CONTINUE = 0x1;
    public static final int SECCOMP_ADDFD_FLAG_SETFD = 0x1;
    public static final int SECCOMP_ADDFD_FLAG_SEND = 0x2;

    private Seccomp() {}

    // Newer than some headers: SECCOMP_IOCTL_NOTIF_SET_FLAGS takes this flag, from 6.6.
    public static final int SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP = 0x1;

    // Requests of ioctl(2) on the listener.
    public static final int SECCOMP_IOC_MAGIC = '!';
    public static final long SECCOMP_IOCTL_NOTIF_RECV = Ioctl.iowr(SECCOMP_IOC_MAGIC, 0, SeccompNotif.SIZE);
    public static final long SECCOMP_IOCTL_NOTIF_SEND = Ioctl.iowr(SECCOMP_IOC_MAGIC, 1, SeccompNotif.RESP_SIZE);
    public static final long SECCOMP_IOCTL_NOTIF_ID_VALID = Ioctl.iow(SECCOMP_IOC_MAGIC, 2, Long.BYTES);
    public static final long SECCOMP_IOCTL_NOTIF_ADDFD = Ioctl.iow(SECCOMP_IOC_MAGIC, 3, SeccompNotif.ADDFD_SIZE);
    public static final long SECCOMP_IOCTL_NOTIF_SET_FLAGS = Ioctl.iow(SECCOMP_IOC_MAGIC, 4, Long.BYTES);

    /** SECCOMP_IOCTL_NOTIF_ID_VALID as kernels before 5.8 define it, with its direction the wrong way round. */
    public static final long SECCOMP_IOCTL_NOTIF_ID_VALID_WRONG_DIR = Ioctl.ior(SECCOMP_IOC_MAGIC, 2, Long.BYTES);
}
