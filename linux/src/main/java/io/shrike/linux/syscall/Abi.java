package io.shrike.linux.syscall;

import java.util.List;
import java.util.Optional;

/** A system call ABI: which table the kernel looks a number up in. include/uapi/linux/audit.h */
public enum Abi {
    X86_64(0xC000003E, 8, 8),
    I386(0x40000003, 4, 4),
    /** Shares the arch value of x86_64; its numbers carry {@link #X32_SYSCALL_BIT}, its registers have 64 bits. */
    X32(0xC000003E, 8, 4),
    AARCH64(0xC00000B7, 8, 8),
    ARM(0x40000028, 4, 4);

    /** __X32_SYSCALL_BIT of arch/x86/include/uapi/asm/unistd.h. */
    public static final int X32_SYSCALL_BIT = 0x40000000;

    private static final int FIRST_X32_NUMBER = 512;
    private static final int LAST_X32_NUMBER = 547;

    private final int auditArch;
    private final int wordSize;
    private final int pointerSize;

    Abi(int auditArch, int wordSize, int pointerSize) {
        this.auditArch = auditArch;
        this.wordSize = wordSize;
        this.pointerSize = pointerSize;
    }

    /** The AUDIT_ARCH_ value, as in {@code seccomp_data.arch}. */
    public int auditArch() {
        return auditArch;
    }

    /** The bytes of an argument register. */
    public int wordSize() {
        return wordSize;
    }

    /** The bytes of a pointer, a long and a size_t in the memory of the program. */
    public int pointerSize() {
        return pointerSize;
    }

    /** The bits that a number of this ABI carries beside its place in the table. */
    public int numberBits() {
        return this == X32 ? X32_SYSCALL_BIT : 0;
    }

    /** This ABI and those that a kernel built for it can run as well. */
    public List<Abi> runnable() {
        return switch (this) {
            case X86_64, X32 -> List.of(X86_64, X32, I386);
            case AARCH64 -> List.of(AARCH64, ARM);
            case I386 -> List.of(I386);
            case ARM -> List.of(ARM);
        };
    }

    /** The ABI of this machine. Throws UnsupportedOperationException where Shrike does not run. */
    public static Abi host() {
        return ofOsArch(System.getProperty("os.arch", ""));
    }

    static Abi ofOsArch(String osArch) {
        return switch (osArch) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default -> throw new UnsupportedOperationException("no system call table for os.arch=" + osArch);
        };
    }

    /**
     * The ABI of a call as seccomp and ptrace report it; empty for an arch value of no ABI here. The numbers 512 to 547
     * are x32 without the bit as well: kernels before 5.4 run them so.
     */
    public static Optional<Abi> of(int auditArch, int nr) {
        if (auditArch == X86_64.auditArch) {
            return Optional.of(isX32(nr) ? X32 : X86_64);
        }
        for (Abi abi : List.of(I386, AARCH64, ARM)) {
            if (abi.auditArch == auditArch) {
                return Optional.of(abi);
            }
        }
        return Optional.empty();
    }

    private static boolean isX32(int nr) {
        boolean marked = nr >= 0 && (nr & X32_SYSCALL_BIT) != 0;
        return marked || (nr >= FIRST_X32_NUMBER && nr <= LAST_X32_NUMBER);
    }
}
