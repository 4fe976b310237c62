package io.shrike.linux.seccomp;

import io.shrike.linux.syscall.Abi;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a filter sees of a system call.
 *
 * <pre>
 * struct seccomp_data { int nr; __u32 arch; __u64 instruction_pointer; __u64 args[6]; };
 * </pre>
 *
 * @param arguments always six, in full registers
 */
public record SeccompData(int nr, int arch, long instructionPointer, List<Long> arguments) {
    /** The bytes of struct seccomp_data. */
    public static final int SIZE = 64;

    static final int NR = 0;
    static final int ARCH = 4;
    static final int INSTRUCTION_POINTER = 8;
    static final int ARGUMENTS = 16;

    private static final int COUNT = 6;
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    public SeccompData {
        arguments = List.copyOf(arguments);
        if (arguments.size() != COUNT) {
            throw new IllegalArgumentException("a system call has six arguments: " + arguments);
        }
    }

    /** A call with its leading arguments; the others are zero. */
    public static SeccompData of(Abi abi, int nr, long... arguments) {
        List<Long> all = new ArrayList<>();
        for (int index = 0; index < Math.max(COUNT, arguments.length); index++) {
            all.add(index < arguments.length ? arguments[index] : 0L);
        }
        return new SeccompData(nr, abi.auditArch(), 0, all);
    }

    /** The offset of the low 32 bits of an argument. */
    static int lowHalf(int argument) {
        return ARGUMENTS + Long.BYTES * argument + (LITTLE_ENDIAN ? 0 : Integer.BYTES);
    }

    /** The offset of the high 32 bits of an argument. */
    static int highHalf(int argument) {
        return ARGUMENTS + Long.BYTES * argument + (LITTLE_ENDIAN ? Integer.BYTES : 0);
    }

    static boolean isWord(int offset) {
        return offset >= 0 && offset < SIZE && offset % Integer.BYTES == 0;
    }

    /** The 32-bit word at an offset that {@link #isWord}. */
    int word(int offset) {
        return switch (offset) {
            case NR -> nr;
            case ARCH -> arch;
            default -> {
                long pair = offset < ARGUMENTS ? instructionPointer : arguments.get((offset - ARGUMENTS) / Long.BYTES);
                boolean low = (offset % Long.BYTES == 0) == LITTLE_ENDIAN;
                yield (int) (low ? pair : pair >>> Integer.SIZE);
            }
        };
    }
}
