package io.shrike.linux.abi;

/**
 * What PTRACE_GET_SYSCALL_INFO tells of a stop, from linux/ptrace.h.
 *
 * <pre>
 * struct ptrace_syscall_info {
 *   __u8 op; __u8 pad[3]; __u32 arch; __u64 instruction_pointer; __u64 stack_pointer;
 *   union {
 *     struct { __u64 nr; __u64 args[6]; } entry;
 *     struct { __s64 rval; __u8 is_error; } exit;
 *     struct { __u64 nr; __u64 args[6]; __u32 ret_data; } seccomp;
 *   };
 * };
 * </pre>
 */
public final class PtraceSyscallInfo {
    public static final int OP = 0;
    public static final int ARCH = 4;
    public static final int INSTRUCTION_POINTER = 8;
    public static final int STACK_POINTER = 16;
    public static final int NR = 24;
    public static final int ARGS = 32;
    public static final int RVAL = 24;
    public static final int SIZE = 88;

    private PtraceSyscallInfo() {}
}
