package io.shrike.linux.libc;

import static io.shrike.linux.libc.TraceCalls.ptrace;

import io.shrike.linux.abi.Architecture;
import io.shrike.linux.abi.Ptrace;
import io.shrike.linux.abi.UserRegisters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Changes what the system call of a stopped thread does: it is left out, given another result, or made once more. On x86
 * registers are written one by one, which is the same for a tracee of 32 bits; aarch64 knows whole sets only. Each returns 0, or
 * -errno; none blocks, none allocates.
 */
public final class CallRegisters {
    /** Length of {@code syscall}, {@code sysenter} and {@code int 0x80}; the kernel too takes it for granted when it restarts a call. */
    private static final int X86_CALL = 2;

    private static final int AARCH64_SVC = 4;
    private static final int THUMB_SVC = 2;
    private static final int CPSR_THUMB = 0x20;

    private static final long NO_CALL = -1;

    /** Where a register set lies in the scratch memory, after the iovec. */
    private static final int SET = 16;

    private CallRegisters() {}

    /** At the entry of a call: it does not run, and returns {@code result}. */
    public static int skip(int tid, long result) {
        if (Architecture.IS_X86) {
            int changed = poke(tid, UserRegisters.X86_64_ORIG_RAX, NO_CALL);
            return changed < 0 ? changed : poke(tid, UserRegisters.X86_64_RAX, result);
        }
        int changed = setArmCall(tid, (int) NO_CALL);
        return changed < 0 ? changed : setResult(tid, result);
    }

    /** At the end of a call: it returns {@code result}, -errno for a failure. */
    public static int setResult(int tid, long result) {
        if (Architecture.IS_X86) {
            return poke(tid, UserRegisters.X86_64_RAX, result);
        }
        int length = getArmSet(tid);
        if (length < 0) {
            return length;
        }
        putArmRegister(length, 0, result);
        return setArmSet(tid, length);
    }

    /**
     * At the end of a call that was left out: the thread makes it again when it goes on. {@code number} and {@code firstArgument} are
     * the call's, with the bits of its ABI; {@code afterCall} is the instruction pointer behind it.
     */
    public static int rewind(int tid, long number, long firstArgument, long afterCall) {
        if (Architecture.IS_X86) {
            int changed = poke(tid, UserRegisters.X86_64_RAX, number);
            return changed < 0 ? changed : poke(tid, UserRegisters.X86_64_RIP, afterCall - X86_CALL);
        }
        int length = getArmSet(tid);
        if (length < 0) {
            return length;
        }
        putArmRegister(length, 0, firstArgument);
        putArmRegister(length, programCounter(length), afterCall - armCallSize(length));
        return setArmSet(tid, length);
    }

    /**
     * The number of the 64-bit call of x86 that the stopped thread is about to leave with EINTR; -1 when it leaves none, or
     * none so. The caller has made sure that the thread made its last call in that ABI.
     */
    public static int leavesInterrupted(int tid) {
        MemorySegment structs = vector(UserRegisters.X86_64_SIZE);
        if (!Architecture.IS_X86
                || ptrace(Ptrace.PTRACE_GETREGSET, tid, UserRegisters.NT_PRSTATUS, structs.address()) < 0
                || structs.get(ValueLayout.JAVA_LONG, 8) != UserRegisters.X86_64_SIZE
                || structs.get(ValueLayout.JAVA_LONG, SET + UserRegisters.X86_64_RAX) != -Errno.EINTR) {
            return (int) NO_CALL;
        }
        return (int) structs.get(ValueLayout.JAVA_LONG, SET + UserRegisters.X86_64_ORIG_RAX);
    }

    private static int poke(int tid, int register, long value) {
        return ptrace(Ptrace.PTRACE_POKEUSR, tid, register, value);
    }

    private static int setArmCall(int tid, int number) {
        MemorySegment structs = vector(Integer.BYTES);
        structs.set(ValueLayout.JAVA_INT, SET, number);
        return ptrace(Ptrace.PTRACE_SETREGSET, tid, UserRegisters.NT_ARM_SYSTEM_CALL, structs.address());
    }

    /** Reads the general registers into the scratch memory: how many bytes they are, which tells a tracee of 32 bits apart. */
    private static int getArmSet(int tid) {
        MemorySegment structs = vector(UserRegisters.AARCH64_SIZE);
        int got = ptrace(Ptrace.PTRACE_GETREGSET, tid, UserRegisters.NT_PRSTATUS, structs.address());
        return got < 0 ? got : (int) structs.get(ValueLayout.JAVA_LONG, 8);
    }

    private static int setArmSet(int tid, int length) {
        return ptrace(
                Ptrace.PTRACE_SETREGSET,
                tid,
                UserRegisters.NT_PRSTATUS,
                vector(length).address());
    }

    private static boolean isArm32(int length) {
        return length == UserRegisters.ARM_SIZE;
    }

    private static void putArmRegister(int length, int offset, long value) {
        MemorySegment structs = Scratch.get().structs;
        if (isArm32(length)) {
            structs.set(ValueLayout.JAVA_INT, SET + offset, (int) value);
        } else {
            structs.set(ValueLayout.JAVA_LONG, SET + offset, value);
        }
    }

    private static int programCounter(int length) {
        return isArm32(length) ? UserRegisters.ARM_PC : UserRegisters.AARCH64_PC;
    }

    private static int armCallSize(int length) {
        boolean thumb = isArm32(length)
                && (Scratch.get().structs.get(ValueLayout.JAVA_INT, SET + UserRegisters.ARM_CPSR) & CPSR_THUMB) != 0;
        return thumb ? THUMB_SVC : AARCH64_SVC;
    }

    private static MemorySegment vector(int length) {
        MemorySegment structs = Scratch.get().structs;
        structs.set(ValueLayout.JAVA_LONG, 0, structs.address() + SET);
        structs.set(ValueLayout.JAVA_LONG, 8, length);
        return structs;
    }
}
