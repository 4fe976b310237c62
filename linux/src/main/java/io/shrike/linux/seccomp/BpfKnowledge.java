package io.shrike.linux.seccomp;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is certain before an instruction, whichever way led to it. For the text form only.
 *
 * @param subject what the accumulator holds: the name of a word, perhaps masked, or {@code A}
 * @param abi the ABI, once a comparison of the arch has told it; x86_64 for x32 as well
 */
record BpfKnowledge(String subject, Optional<Abi> abi) {
    private static final String UNKNOWN = "A";
    private static final String NR = "nr";
    private static final String ARCH = "arch";

    /** Knowledge before each instruction of a legal program. One pass is enough: jumps go forward. */
    static List<BpfKnowledge> of(BpfProgram program) {
        BpfKnowledge nothing = new BpfKnowledge(UNKNOWN, Optional.empty());
        List<Optional<BpfKnowledge>> before = new ArrayList<>(Collections.nCopies(program.size(), Optional.empty()));
        before.set(0, Optional.of(nothing));
        for (int index = 0; index < program.size(); index++) {
            Optional<BpfKnowledge> known = before.get(index);
            if (known.isPresent()) {
                spread(program.instructions().get(index), index, known.get(), before);
            }
        }
        return before.stream().map(known -> known.orElse(nothing)).toList();
    }

    private static void spread(
            BpfInstruction instruction, int index, BpfKnowledge known, List<Optional<BpfKnowledge>> before) {
        int next = index + 1;
        if (instruction.isReturn()) {
            return;
        }
        if (instruction.isConditional()) {
            merge(before, next + instruction.jumpTrue(), known.whenTrue(instruction));
            merge(before, next + instruction.jumpFalse(), known);
        } else if (instruction.kind() == Bpf.BPF_JMP) {
            merge(before, next + instruction.k(), known);
        } else {
            merge(before, next, known.after(instruction));
        }
    }

    private static void merge(List<Optional<BpfKnowledge>> before, int index, BpfKnowledge known) {
        before.set(index, Optional.of(before.get(index).map(known::common).orElse(known)));
    }

    private BpfKnowledge common(BpfKnowledge other) {
        return new BpfKnowledge(
                subject.equals(other.subject) ? subject : UNKNOWN, abi.equals(other.abi) ? abi : Optional.empty());
    }

    private BpfKnowledge whenTrue(BpfInstruction instruction) {
        boolean tellsArch = subject.equals(ARCH) && instruction.code() == (Bpf.BPF_JMP | Bpf.BPF_JEQ | Bpf.BPF_K);
        return tellsArch ? new BpfKnowledge(subject, Abi.of(instruction.k(), 0)) : this;
    }

    private BpfKnowledge after(BpfInstruction instruction) {
        return switch (instruction.code()) {
            case Bpf.BPF_LD | Bpf.BPF_W | Bpf.BPF_ABS -> new BpfKnowledge(word(instruction.k()), abi);
            case Bpf.BPF_ALU | Bpf.BPF_AND | Bpf.BPF_K -> masked(instruction.k());
            case Bpf.BPF_ST, Bpf.BPF_STX, Bpf.BPF_MISC | Bpf.BPF_TAX -> this;
            default -> instruction.kind() == Bpf.BPF_LDX ? this : new BpfKnowledge(UNKNOWN, abi);
        };
    }

    private BpfKnowledge masked(int mask) {
        boolean onlyX32Bit = subject.equals(NR) && mask == ~Abi.X32_SYSCALL_BIT;
        return onlyX32Bit ? this : new BpfKnowledge("(" + subject + " & " + BpfText.hex(mask) + ")", abi);
    }

    /** The name of a word of struct seccomp_data. */
    static String word(int offset) {
        if (offset == SeccompData.NR) {
            return NR;
        }
        if (offset == SeccompData.ARCH) {
            return ARCH;
        }
        boolean low = (offset - SeccompData.lowHalf(0)) % Long.BYTES == 0;
        String half = low ? "" : ".high";
        return offset < SeccompData.ARGUMENTS
                ? "instruction_pointer" + half
                : "arg" + (offset - SeccompData.ARGUMENTS) / Long.BYTES + half;
    }

    /** A constant that the accumulator is compared with. */
    String constant(int k) {
        if (subject.equals(ARCH)) {
            return Abi.of(k, 0)
                    .map(arch -> arch.name().toLowerCase(Locale.ROOT))
                    .orElse(BpfText.hex(k));
        }
        if (subject.equals(NR)) {
            return k
                    + abi.flatMap(known -> name(known, k))
                            .map(name -> " " + name)
                            .orElse("");
        }
        return BpfText.hex(k);
    }

    private static Optional<String> name(Abi known, int nr) {
        Optional<String> name = SyscallTable.of(known).name(nr);
        return name.isPresent() || known != Abi.X86_64
                ? name
                : SyscallTable.of(Abi.X32).name(nr).map(own -> own + " of x32");
    }
}
