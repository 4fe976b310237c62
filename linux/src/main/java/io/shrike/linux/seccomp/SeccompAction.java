package io.shrike.linux.seccomp;

import java.util.Locale;

/** What a filter answers: an action in the upper 16 bits, data in the lower. include/uapi/linux/seccomp.h */
public final class SeccompAction {
    /** SECCOMP_RET_KILL_PROCESS */
    public static final int KILL_PROCESS = 0x80000000;
    /** SECCOMP_RET_KILL_THREAD */
    public static final int KILL_THREAD = 0x00000000;
    /** SECCOMP_RET_TRAP: SIGSYS */
    public static final int TRAP = 0x00030000;
    /** SECCOMP_RET_ERRNO: the data is the errno. */
    public static final int ERRNO = 0x00050000;
    /** SECCOMP_RET_USER_NOTIF: to the listener. */
    public static final int USER_NOTIF = 0x7FC00000;
    /** SECCOMP_RET_TRACE: to the tracer, which gets the data. */
    public static final int TRACE = 0x7FF00000;
    /** SECCOMP_RET_LOG */
    public static final int LOG = 0x7FFC0000;
    /** SECCOMP_RET_ALLOW */
    public static final int ALLOW = 0x7FFF0000;

    /** SECCOMP_RET_ACTION_FULL */
    public static final int ACTION_MASK = 0xFFFF0000;
    /** SECCOMP_RET_DATA */
    public static final int DATA_MASK = 0x0000FFFF;

    private SeccompAction() {}

    /** The call fails with an errno, 0 to 4095, without happening. */
    public static int errno(int errno) {
        return ERRNO | checkData(errno);
    }

    /** The tracer is stopped for the call and reads the data as the event message. */
    public static int trace(int data) {
        return TRACE | checkData(data);
    }

    private static int checkData(int data) {
        if ((data & ACTION_MASK) != 0) {
            throw new IllegalArgumentException("data has 16 bits: data=" + data);
        }
        return data;
    }

    /** A word for an action, with its data where it has any: {@code allow}, {@code errno 13}. */
    public static String describe(int action) {
        int data = action & DATA_MASK;
        return switch (action & ACTION_MASK) {
            case KILL_PROCESS -> "kill_process";
            case KILL_THREAD -> "kill_thread";
            case TRAP -> "trap";
            case ERRNO -> "errno " + data;
            case USER_NOTIF -> "user_notif";
            case TRACE -> "trace " + data;
            case LOG -> "log";
            case ALLOW -> "allow";
            default -> String.format(Locale.ROOT, "unknown action 0x%08x", action);
        };
    }
}
