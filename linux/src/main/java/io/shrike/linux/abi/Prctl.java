package io.shrike.linux.abi;

/** Options of prctl(2), from linux/prctl.h. */
public final class Prctl {
    public static final int PR_SET_PDEATHSIG = 1;
    public static final int PR_GET_PDEATHSIG = 2;
    public static final int PR_GET_DUMPABLE = 3;
    public static final int PR_SET_DUMPABLE = 4;
    public static final int PR_GET_KEEPCAPS = 7;
    public static final int PR_SET_KEEPCAPS = 8;
    public static final int PR_SET_NAME = 15;
    public static final int PR_GET_NAME = 16;
    public static final int PR_GET_SECCOMP = 21;
    public static final int PR_SET_SECCOMP = 22;
    public static final int PR_CAPBSET_READ = 23;
    public static final int PR_CAPBSET_DROP = 24;
    public static final int PR_GET_SECUREBITS = 27;
    public static final int PR_SET_SECUREBITS = 28;
    public static final int PR_SET_MM = 35;
    public static final int PR_SET_CHILD_SUBREAPER = 36;
    public static final int PR_GET_CHILD_SUBREAPER = 37;
    public static final int PR_SET_NO_NEW_PRIVS = 38;
    public static final int PR_GET_NO_NEW_PRIVS = 39;
    public static final int PR_CAP_AMBIENT = 47;
    public static final int PR_SET_SPECULATION_CTRL = 53;

    // Which process may trace the caller under Yama.
    public static final int PR_SET_PTRACER = 0x59616d61;

    // Arguments of PR_SET_MM.
    public static final int PR_SET_MM_ARG_START = 8;
    public static final int PR_SET_MM_ARG_END = 9;
    public static final int PR_SET_MM_ENV_START = 10;
    public static final int PR_SET_MM_ENV_END = 11;
    public static final int PR_SET_MM_EXE_FILE = 13;
    public static final int PR_SET_MM_MAP = 14;

    private Prctl() {}

    /** The name of an option, such as {@code PR_SET_NAME}, or its number in hexadecimal. */
    public static String optionName(int option) {
        return Names.OPTIONS.nameOf(option);
    }

    private static final class Names {
        static final ConstantNames OPTIONS =
                ConstantNames.of(Prctl.class, "PR_").without("PR_SET_MM_");
    }
}
