package io.shrike.linux.seccomp;

import java.util.List;
import java.util.Locale;

/**
 * Prints a program for people: one instruction a line, with its index, the arch and system calls by name where the
 * instructions before tell which they are.
 *
 * <pre>
 *   0  load arch
 *   1  if arch == x86_64, else goto 9
 *   2  load nr
 *   3  if nr == 59 execve goto 9
 * </pre>
 */
public final class BpfText {
    private BpfText() {}

    /** The lines of a program that {@link BpfVerifier} accepts, each ended by a newline. */
    public static String print(BpfProgram program) {
        List<BpfKnowledge> known = BpfKnowledge.of(program);
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < program.size(); index++) {
            String line = line(program.instructions().get(index), index, known.get(index));
            text.append(String.format(Locale.ROOT, "%4d  %s%n", index, line));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static String line(BpfInstruction instruction, int index, BpfKnowledge known) {
        return switch (instruction.kind()) {
            case Bpf.BPF_LD -> load(instruction, "A");
            case Bpf.BPF_LDX -> load(instruction, "X");
            case Bpf.BPF_ST -> "M[" + instruction.k() + "] = A";
            case Bpf.BPF_STX -> "M[" + instruction.k() + "] = X";
            case Bpf.BPF_ALU -> compute(instruction);
            case Bpf.BPF_JMP -> jump(instruction, index, known);
            case Bpf.BPF_RET ->
                "return " + (instruction.returnsConstant() ? SeccompAction.describe(instruction.k()) : "A");
            default -> instruction.code() == (Bpf.BPF_MISC | Bpf.BPF_TXA) ? "A = X" : "X = A";
        };
    }

    private static String load(BpfInstruction instruction, String register) {
        return switch (instruction.code() & ~Bpf.CLASS_MASK) {
            case Bpf.BPF_ABS -> "load " + BpfKnowledge.word(instruction.k());
            case Bpf.BPF_MEM -> register + " = M[" + instruction.k() + "]";
            case Bpf.BPF_LEN -> register + " = " + SeccompData.SIZE;
            default -> register + " = " + hex(instruction.k());
        };
    }

    private static String compute(BpfInstruction instruction) {
        String operand = instruction.takesX() ? "X" : hex(instruction.k());
        return switch (instruction.operation()) {
            case Bpf.BPF_ADD -> "A += " + operand;
            case Bpf.BPF_SUB -> "A -= " + operand;
            case Bpf.BPF_MUL -> "A *= " + operand;
            case Bpf.BPF_DIV -> "A /= " + operand;
            case Bpf.BPF_OR -> "A |= " + operand;
            case Bpf.BPF_AND -> "A &= " + operand;
            case Bpf.BPF_XOR -> "A ^= " + operand;
            case Bpf.BPF_LSH -> "A <<= " + operand;
            case Bpf.BPF_RSH -> "A >>= " + operand;
            default -> "A = -A";
        };
    }

    private static String jump(BpfInstruction instruction, int index, BpfKnowledge known) {
        if (!instruction.isConditional()) {
            return "goto " + (index + 1 + instruction.k());
        }
        String operand = instruction.takesX() ? "X" : known.constant(instruction.k());
        String condition = switch (instruction.operation()) {
            case Bpf.BPF_JEQ -> known.subject() + " == " + operand;
            case Bpf.BPF_JGT -> known.subject() + " > " + operand;
            case Bpf.BPF_JGE -> known.subject() + " >= " + operand;
            default -> known.subject() + " & " + operand;
        };
        String whenTrue = instruction.jumpTrue() == 0 ? "" : " goto " + (index + 1 + instruction.jumpTrue());
        String whenFalse = instruction.jumpFalse() == 0 ? "" : ", else goto " + (index + 1 + instruction.jumpFalse());
        return "if " + condition + whenTrue + whenFalse;
    }

    static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }
}
