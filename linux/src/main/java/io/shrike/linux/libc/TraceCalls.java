package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;
import static io.shrike.linux.libc.Native.POINTER;

import io.shrike.linux.abi.Architecture;
import io.shrike.linux.abi.Ptrace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * ptrace(2) of a thread for a moment: seize, interrupt, look, let go. All calls on one tracee must come from the thread that
 * seized it. Each returns a value of at least 0, or -errno; none blocks, none allocates.
 */
public final class TraceCalls {
    private static final MethodHandle PTRACE = Native.quickSyscall(LONG, INT, LONG, LONG);
    private static final MethodHandle WAIT4 = Native.quickSyscall(INT, POINTER, INT, LONG);
    private static final MethodHandle SCHED_YIELD = Native.quick("sched_yield", INT);

    /** From linux/wait.h. */
    private static final int WNOHANG = 1;

    private static final int WALL = 0x4000_0000;

    private static final int TRACESYSGOOD = 1;

    /** struct ptrace_syscall_info of linux/ptrace.h. */
    private static final int SYSCALL_INFO_SIZE = 88;

    private static final int SYSCALL_INFO_NR = 24;
    private static final int SYSCALL_INFO_ENTRY = 1;

    /** General registers, from linux/elf.h. */
    private static final int NT_PRSTATUS = 1;

    /** Where struct user_regs_struct has rax, the same of a 32-bit task has eax, and struct user_pt_regs has x0. */
    private static final int X86_64_RAX = 80;

    private static final int I386_EAX = 24;
    private static final int I386_SIZE = 68;
    private static final int AARCH64_X0 = 0;
    private static final int AARCH64_PC = 256;

    /** Length of the instruction. */
    private static final int AARCH64_SVC = 4;

    /** Room for the registers, after the iovec that leads to them. */
    private static final int REGISTERS = 16;

    private static final int REGISTERS_SIZE = 17 * 16;

    private TraceCalls() {}

    /** PTRACE_SEIZE: the thread runs on; where it stops at calls later, the stops are told apart (PTRACE_O_TRACESYSGOOD). -EPERM where another traces it, or this process may not. */
    public static int seize(int tid) {
        return ptrace(Ptrace.PTRACE_SEIZE, tid, 0, TRACESYSGOOD);
    }

    /** PTRACE_INTERRUPT: the thread stops before it next returns to its program. */
    public static int interrupt(int tid) {
        return ptrace(Ptrace.PTRACE_INTERRUPT, tid, 0, 0);
    }

    /** PTRACE_DETACH of a stopped thread, which goes on with {@code signal}, or with none where that is 0. */
    public static int detach(int tid, int signal) {
        return ptrace(Ptrace.PTRACE_DETACH, tid, 0, signal);
    }

    /** PTRACE_SYSCALL of a stopped thread: it goes on with {@code signal}, or none, and stops when it enters or leaves a call. */
    public static int goOnToSyscall(int tid, int signal) {
        return ptrace(Ptrace.PTRACE_SYSCALL, tid, 0, signal);
    }

    /** PTRACE_LISTEN of a thread that a stop of its whole group holds: it stays stopped, and tells when it is continued. */
    public static int listen(int tid) {
        return ptrace(Ptrace.PTRACE_LISTEN, tid, 0, 0);
    }

    /**
     * The number of the call that the stopped thread is entering, -EINVAL when it stopped elsewhere
     * (PTRACE_GET_SYSCALL_INFO, Linux 5.3).
     */
    public static int enteredSyscall(int tid) {
        MemorySegment structs = Scratch.get().structs;
        int got = ptrace(Ptrace.PTRACE_GET_SYSCALL_INFO, tid, SYSCALL_INFO_SIZE, structs.address());
        if (got < 0) {
            return got;
        }
        return structs.get(ValueLayout.JAVA_BYTE, 0) == SYSCALL_INFO_ENTRY
                ? (int) structs.get(ValueLayout.JAVA_LONG, SYSCALL_INFO_NR)
                : -Errno.EINVAL;
    }

    static int ptrace(int request, int tid, long address, long data) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long)
                    PTRACE.invokeExact(scratch.state, SyscallNumbers.PTRACE, (long) request, tid, address, data));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /**
     * wait4(2) for this tracee alone, without waiting: 0 while it runs, its number when {@link #waitStatus()} tells of it,
     * -ECHILD when there is no such tracee.
     */
    public static int poll(int tid) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long)
                    WAIT4.invokeExact(scratch.state, SyscallNumbers.WAIT4, tid, scratch.structs, WNOHANG | WALL, 0L));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** The status that the last {@link #poll} of this thread gave, as wait(2) describes it. */
    public static int waitStatus() {
        return Scratch.get().structs.get(ValueLayout.JAVA_INT, 0);
    }

    /**
     * What the system call of the stopped thread is about to return: its value, or -errno, or one of the kernel's restart
     * codes (-512 to -516). {@link Long#MIN_VALUE} when the registers cannot be read.
     */
    public static long result(int tid) {
        MemorySegment structs = Scratch.get().structs;
        return readRegisters(tid, structs) < 0 ? Long.MIN_VALUE : register(structs);
    }

    private static int readRegisters(int tid, MemorySegment structs) {
        structs.set(ValueLayout.JAVA_LONG, 0, structs.address() + REGISTERS);
        structs.set(ValueLayout.JAVA_LONG, 8, REGISTERS_SIZE);
        return ptrace(Ptrace.PTRACE_GETREGSET, tid, NT_PRSTATUS, structs.address());
    }

    /**
     * Whether the kernel has moved the stopped thread back to the call before {@code afterCall}, the address behind it. Only that of
     * aarch64 does so before the stop of PTRACE_INTERRUPT (arch/arm64/kernel/signal.c), and the result is gone by then.
     */
    public static boolean isMovedBack(int tid, long afterCall) {
        if (!Architecture.IS_ARM64) {
            return false;
        }
        MemorySegment structs = Scratch.get().structs;
        return readRegisters(tid, structs) == 0
                && structs.get(ValueLayout.JAVA_LONG, REGISTERS + AARCH64_PC) == afterCall - AARCH64_SVC;
    }

    private static long register(MemorySegment structs) {
        if (Architecture.IS_ARM64) {
            return structs.get(ValueLayout.JAVA_LONG, REGISTERS + AARCH64_X0);
        }
        return structs.get(ValueLayout.JAVA_LONG, 8) == I386_SIZE
                ? structs.get(ValueLayout.JAVA_INT, REGISTERS + I386_EAX)
                : structs.get(ValueLayout.JAVA_LONG, REGISTERS + X86_64_RAX);
    }

    /** sched_yield(2): lets a thread run that waits for this processor. */
    public static void yieldProcessor() {
        Scratch scratch = Scratch.get();
        try {
            int ignored = (int) SCHED_YIELD.invokeExact(scratch.state);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
