package io.shrike.linux.abi;

/** What a tracee can be made to stop at, and how its stops tell themselves apart, from linux/ptrace.h and linux/elf.h. */
public final class PtraceEvents {
    public static final int PTRACE_EVENT_FORK = 1;
    public static final int PTRACE_EVENT_VFORK = 2;
    public static final int PTRACE_EVENT_CLONE = 3;
    public static final int PTRACE_EVENT_EXEC = 4;
    public static final int PTRACE_EVENT_SECCOMP = 7;
    public static final int PTRACE_EVENT_STOP = 128;

    public static final int PTRACE_O_TRACESYSGOOD = 1;
    public static final int PTRACE_O_TRACEFORK = 1 << PTRACE_EVENT_FORK;
    public static final int PTRACE_O_TRACEVFORK = 1 << PTRACE_EVENT_VFORK;
    public static final int PTRACE_O_TRACECLONE = 1 << PTRACE_EVENT_CLONE;
    public static final int PTRACE_O_TRACEEXEC = 1 << PTRACE_EVENT_EXEC;
    public static final int PTRACE_O_TRACESECCOMP = 1 << PTRACE_EVENT_SECCOMP;

    public static final int PTRACE_SYSCALL_INFO_NONE = 0;
    public static final int PTRACE_SYSCALL_INFO_ENTRY = 1;
    public static final int PTRACE_SYSCALL_INFO_EXIT = 2;
    public static final int PTRACE_SYSCALL_INFO_SECCOMP = 3;

    private PtraceEvents() {}
}
