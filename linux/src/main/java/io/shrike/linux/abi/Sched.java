package io.shrike.linux.abi;

import java.util.List;

/** Flags of clone(2), clone3(2), unshare(2) and setns(2), from linux/sched.h. */
public final class Sched {
    public static final int CSIGNAL = 0xff;
    public static final int CLONE_VM = 0x100;
    public static final int CLONE_FS = 0x200;
    public static final int CLONE_FILES = 0x400;
    public static final int CLONE_SIGHAND = 0x800;
    public static final int CLONE_PIDFD = 0x1000;
    public static final int CLONE_PTRACE = 0x2000;
    public static final int CLONE_VFORK = 0x4000;
    public static final int CLONE_PARENT = 0x8000;
    public static final int CLONE_THREAD = 0x10000;
    public static final int CLONE_NEWNS = 0x20000;
    public static final int CLONE_SYSVSEM = 0x40000;
    public static final int CLONE_SETTLS = 0x80000;
    public static final int CLONE_PARENT_SETTID = 0x100000;
    public static final int CLONE_CHILD_CLEARTID = 0x200000;
    public static final int CLONE_DETACHED = 0x400000;
    public static final int CLONE_UNTRACED = 0x800000;
    public static final int CLONE_CHILD_SETTID = 0x1000000;
    public static final int CLONE_NEWCGROUP = 0x2000000;
    public static final int CLONE_NEWUTS = 0x4000000;
    public static final int CLONE_NEWIPC = 0x8000000;
    public static final int CLONE_NEWUSER = 0x10000000;
    public static final int CLONE_NEWPID = 0x20000000;
    public static final int CLONE_NEWNET = 0x40000000;
    public static final int CLONE_IO = 0x80000000;
    public static final int CLONE_NEWTIME = 0x80;

    // Flags that only clone3(2) takes.
    public static final long CLONE_CLEAR_SIGHAND = 0x100000000L;
    public static final long CLONE_INTO_CGROUP = 0x200000000L;

    private Sched() {}

    /** Every flag that makes a new namespace; CLONE_NEWTIME is one for clone3(2) and unshare(2) only. */
    public static final int NEW_NAMESPACES = CLONE_NEWNS
            | CLONE_NEWCGROUP
            | CLONE_NEWUTS
            | CLONE_NEWIPC
            | CLONE_NEWUSER
            | CLONE_NEWPID
            | CLONE_NEWNET
            | CLONE_NEWTIME;

    /** The names of the flags; the low byte, which is a signal in clone(2), is left out. */
    public static List<String> flagNames(long flags) {
        return Names.FLAGS.flagsOf(flags & ~(long) CSIGNAL);
    }

    private static final class Names {
        static final ConstantNames FLAGS = ConstantNames.of(Sched.class, "CLONE_");
    }
}
