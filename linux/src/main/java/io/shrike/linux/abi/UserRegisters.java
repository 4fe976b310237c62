package io.shrike.linux.abi;

/**
 * Where a tracee's registers lie: struct user_regs_struct of sys/user.h on x86_64, struct user_pt_regs of asm/ptrace.h on
 * aarch64. Register sets are named by linux/elf.h.
 */
public final class UserRegisters {
    public static final int NT_PRSTATUS = 1;
    public static final int NT_ARM_SYSTEM_CALL = 0x404;

    public static final int X86_64_RAX = 80;
    public static final int X86_64_ORIG_RAX = 120;
    public static final int X86_64_RIP = 128;
    public static final int X86_64_SIZE = 216;

    public static final int AARCH64_X0 = 0;
    public static final int AARCH64_PC = 256;
    public static final int AARCH64_SIZE = 272;

    /** A tracee of 32 bits on aarch64: r0 to r15, cpsr, orig_r0, 4 bytes each (arch/arm64/kernel/ptrace.c). */
    public static final int ARM_PC = 60;

    public static final int ARM_CPSR = 64;
    public static final int ARM_SIZE = 72;

    private UserRegisters() {}
}
