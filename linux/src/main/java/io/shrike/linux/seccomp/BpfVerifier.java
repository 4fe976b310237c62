package io.shrike.linux.seccomp;

import static io.shrike.linux.seccomp.Bpf.BPF_A;
import static io.shrike.linux.seccomp.Bpf.BPF_ABS;
import static io.shrike.linux.seccomp.Bpf.BPF_ADD;
import static io.shrike.linux.seccomp.Bpf.BPF_ALU;
import static io.shrike.linux.seccomp.Bpf.BPF_AND;
import static io.shrike.linux.seccomp.Bpf.BPF_DIV;
import static io.shrike.linux.seccomp.Bpf.BPF_IMM;
import static io.shrike.linux.seccomp.Bpf.BPF_JA;
import static io.shrike.linux.seccomp.Bpf.BPF_JEQ;
import static io.shrike.linux.seccomp.Bpf.BPF_JGE;
import static io.shrike.linux.seccomp.Bpf.BPF_JGT;
import static io.shrike.linux.seccomp.Bpf.BPF_JMP;
import static io.shrike.linux.seccomp.Bpf.BPF_JSET;
import static io.shrike.linux.seccomp.Bpf.BPF_K;
import static io.shrike.linux.seccomp.Bpf.BPF_LD;
import static io.shrike.linux.seccomp.Bpf.BPF_LDX;
import static io.shrike.linux.seccomp.Bpf.BPF_LEN;
import static io.shrike.linux.seccomp.Bpf.BPF_LSH;
import static io.shrike.linux.seccomp.Bpf.BPF_MEM;
import static io.shrike.linux.seccomp.Bpf.BPF_MEMWORDS;
import static io.shrike.linux.seccomp.Bpf.BPF_MISC;
import static io.shrike.linux.seccomp.Bpf.BPF_MUL;
import static io.shrike.linux.seccomp.Bpf.BPF_NEG;
import static io.shrike.linux.seccomp.Bpf.BPF_OR;
import static io.shrike.linux.seccomp.Bpf.BPF_RET;
import static io.shrike.linux.seccomp.Bpf.BPF_RSH;
import static io.shrike.linux.seccomp.Bpf.BPF_ST;
import static io.shrike.linux.seccomp.Bpf.BPF_STX;
import static io.shrike.linux.seccomp.Bpf.BPF_SUB;
import static io.shrike.linux.seccomp.Bpf.BPF_TAX;
import static io.shrike.linux.seccomp.Bpf.BPF_TXA;
import static io.shrike.linux.seccomp.Bpf.BPF_W;
import static io.shrike.linux.seccomp.Bpf.BPF_X;
import static io.shrike.linux.seccomp.Bpf.BPF_XOR;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's rules for a seccomp program: bpf_check_classic and check_load_and_stores of net/core/filter.c, and
 * seccomp_check_filter of kernel/seccomp.c. A program without a problem here is one that seccomp(2) does not refuse
 * with EINVAL.
 */
public final class BpfVerifier {
    private static final Set<Integer> CODES = codes();
    private static final int ALL_VALID = 0xFFFF;

    private BpfVerifier() {}

    private static Set<Integer> codes() {
        Set<Integer> codes = new HashSet<>(List.of(
                BPF_LD | BPF_W | BPF_ABS,
                BPF_LD | BPF_W | BPF_LEN,
                BPF_LDX | BPF_W | BPF_LEN,
                BPF_LD | BPF_IMM,
                BPF_LDX | BPF_IMM,
                BPF_LD | BPF_MEM,
                BPF_LDX | BPF_MEM,
                BPF_ST,
                BPF_STX,
                BPF_MISC | BPF_TAX,
                BPF_MISC | BPF_TXA,
                BPF_ALU | BPF_NEG,
                BPF_JMP | BPF_JA,
                BPF_RET | BPF_K,
                BPF_RET | BPF_A));
        for (int operand : List.of(BPF_K, BPF_X)) {
            for (int operation :
                    List.of(BPF_ADD, BPF_SUB, BPF_MUL, BPF_DIV, BPF_AND, BPF_OR, BPF_XOR, BPF_LSH, BPF_RSH)) {
                codes.add(BPF_ALU | operation | operand);
            }
            for (int operation : List.of(BPF_JEQ, BPF_JGT, BPF_JGE, BPF_JSET)) {
                codes.add(BPF_JMP | operation | operand);
            }
        }
        return Set.copyOf(codes);
    }

    /** The first reason for which the kernel would refuse a program, with the index of the instruction. */
    public static Optional<String> problem(BpfProgram program) {
        List<BpfInstruction> instructions = program.instructions();
        for (int index = 0; index < instructions.size(); index++) {
            String problem = problem(instructions.get(index), instructions.size() - index - 1);
            if (!problem.isEmpty()) {
                return Optional.of("instruction " + index + ": " + problem + ": " + instructions.get(index));
            }
        }
        if (!instructions.getLast().isReturn()) {
            return Optional.of("the last instruction is not a return: " + instructions.getLast());
        }
        return unwrittenMemory(instructions);
    }

    private static String problem(BpfInstruction instruction, int following) {
        int k = instruction.k();
        if (!CODES.contains(instruction.code())) {
            return "not an instruction of seccomp";
        }
        return switch (instruction.code()) {
            case BPF_LD | BPF_W | BPF_ABS ->
                SeccompData.isWord(k) ? "" : "not the offset of a word of struct seccomp_data";
            case BPF_LD | BPF_MEM, BPF_LDX | BPF_MEM, BPF_ST, BPF_STX ->
                Integer.compareUnsigned(k, BPF_MEMWORDS) < 0 ? "" : "no such word of scratch memory";
            case BPF_ALU | BPF_DIV | BPF_K -> k != 0 ? "" : "division by zero";
            case BPF_ALU | BPF_LSH | BPF_K, BPF_ALU | BPF_RSH | BPF_K ->
                Integer.compareUnsigned(k, Integer.SIZE) < 0 ? "" : "shift by more than 31 bits";
            case BPF_JMP | BPF_JA -> Integer.compareUnsigned(k, following) < 0 ? "" : "jump past the end";
            default -> {
                boolean inside = instruction.jumpTrue() < following && instruction.jumpFalse() < following;
                yield inside || !instruction.isConditional() ? "" : "jump past the end";
            }
        };
    }

    /** A word of scratch memory must have been written on every way that leads to a load of it. */
    private static Optional<String> unwrittenMemory(List<BpfInstruction> instructions) {
        int[] masks = new int[instructions.size()];
        Arrays.fill(masks, ALL_VALID);
        int valid = 0;
        for (int index = 0; index < masks.length; index++) {
            BpfInstruction instruction = instructions.get(index);
            valid &= masks[index];
            switch (instruction.kind()) {
                case BPF_ST, BPF_STX -> valid |= 1 << instruction.k();
                case BPF_LD, BPF_LDX -> {
                    boolean fromMemory = (instruction.code() & ~Bpf.CLASS_MASK) == BPF_MEM;
                    if (fromMemory && (valid & (1 << instruction.k())) == 0) {
                        return Optional.of(
                                "instruction " + index + ": scratch memory read before it is written: " + instruction);
                    }
                }
                case BPF_JMP -> {
                    if (instruction.isConditional()) {
                        masks[index + 1 + instruction.jumpTrue()] &= valid;
                        masks[index + 1 + instruction.jumpFalse()] &= valid;
                    } else {
                        masks[index + 1 + instruction.k()] &= valid;
                    }
                    valid = ALL_VALID;
                }
                default -> {}
            }
        }
        return Optional.empty();
    }
}
