package io.shrike.linux.seccomp;

import static io.shrike.linux.seccomp.Bpf.BPF_ADD;
import static io.shrike.linux.seccomp.Bpf.BPF_ALU;
import static io.shrike.linux.seccomp.Bpf.BPF_AND;
import static io.shrike.linux.seccomp.Bpf.BPF_DIV;
import static io.shrike.linux.seccomp.Bpf.BPF_JA;
import static io.shrike.linux.seccomp.Bpf.BPF_JEQ;
import static io.shrike.linux.seccomp.Bpf.BPF_JGE;
import static io.shrike.linux.seccomp.Bpf.BPF_JGT;
import static io.shrike.linux.seccomp.Bpf.BPF_JMP;
import static io.shrike.linux.seccomp.Bpf.BPF_JSET;
import static io.shrike.linux.seccomp.Bpf.BPF_LD;
import static io.shrike.linux.seccomp.Bpf.BPF_LDX;
import static io.shrike.linux.seccomp.Bpf.BPF_LSH;
import static io.shrike.linux.seccomp.Bpf.BPF_MISC;
import static io.shrike.linux.seccomp.Bpf.BPF_MUL;
import static io.shrike.linux.seccomp.Bpf.BPF_NEG;
import static io.shrike.linux.seccomp.Bpf.BPF_OR;
import static io.shrike.linux.seccomp.Bpf.BPF_RET;
import static io.shrike.linux.seccomp.Bpf.BPF_RSH;
import static io.shrike.linux.seccomp.Bpf.BPF_ST;
import static io.shrike.linux.seccomp.Bpf.BPF_STX;
import static io.shrike.linux.seccomp.Bpf.BPF_SUB;
import static io.shrike.linux.seccomp.Bpf.BPF_TXA;
import static io.shrike.linux.seccomp.Bpf.BPF_XOR;

import java.util.List;

/** The registers of one run of a legal program over one call. */
final class BpfMachine {
    private final List<BpfInstruction> instructions;
    private final SeccompData data;
    private final int[] memory = new int[Bpf.BPF_MEMWORDS];
    private int accumulator;
    private int indexRegister;
    private int index;

    BpfMachine(BpfProgram program, SeccompData data) {
        this.instructions = program.instructions();
        this.data = data;
    }

    BpfInterpreter.Outcome execute() {
        int steps = 0;
        while (true) {
            BpfInstruction instruction = instructions.get(index);
            steps++;
            index++;
            switch (instruction.kind()) {
                case BPF_LD -> accumulator = load(instruction);
                case BPF_LDX -> indexRegister = load(instruction);
                case BPF_ST -> memory[instruction.k()] = accumulator;
                case BPF_STX -> memory[instruction.k()] = indexRegister;
                case BPF_ALU -> {
                    if (instruction.operation() == BPF_DIV && operand(instruction) == 0) {
                        return new BpfInterpreter.Outcome(SeccompAction.KILL_THREAD, steps);
                    }
                    accumulator = compute(instruction.operation(), operand(instruction));
                }
                case BPF_JMP -> jump(instruction);
                case BPF_MISC -> transfer(instruction);
                case BPF_RET -> {
                    return new BpfInterpreter.Outcome(
                            instruction.returnsConstant() ? instruction.k() : accumulator, steps);
                }
                default -> throw new AssertionError("class of 3 bits: " + instruction);
            }
        }
    }

    private int operand(BpfInstruction instruction) {
        return instruction.takesX() ? indexRegister : instruction.k();
    }

    private int load(BpfInstruction instruction) {
        return switch (instruction.code() & ~Bpf.CLASS_MASK) {
            case Bpf.BPF_IMM -> instruction.k();
            case Bpf.BPF_ABS -> data.word(instruction.k());
            case Bpf.BPF_MEM -> memory[instruction.k()];
            case Bpf.BPF_LEN -> SeccompData.SIZE;
            default -> throw new AssertionError("mode of a load: " + instruction);
        };
    }

    private int compute(int operation, int operand) {
        return switch (operation) {
            case BPF_ADD -> accumulator + operand;
            case BPF_SUB -> accumulator - operand;
            case BPF_MUL -> accumulator * operand;
            case BPF_DIV -> Integer.divideUnsigned(accumulator, operand);
            case BPF_OR -> accumulator | operand;
            case BPF_AND -> accumulator & operand;
            case BPF_XOR -> accumulator ^ operand;
            case BPF_LSH -> accumulator << operand;
            case BPF_RSH -> accumulator >>> operand;
            case BPF_NEG -> -accumulator;
            default -> throw new AssertionError("operation " + operation);
        };
    }

    private void jump(BpfInstruction instruction) {
        int operand = operand(instruction);
        boolean taken = switch (instruction.operation()) {
            case BPF_JA -> {
                index += instruction.k();
                yield false;
            }
            case BPF_JEQ -> accumulator == operand;
            case BPF_JGT -> Integer.compareUnsigned(accumulator, operand) > 0;
            case BPF_JGE -> Integer.compareUnsigned(accumulator, operand) >= 0;
            case BPF_JSET -> (accumulator & operand) != 0;
            default -> throw new AssertionError("operation of a jump: " + instruction);
        };
        if (instruction.isConditional()) {
            index += taken ? instruction.jumpTrue() : instruction.jumpFalse();
        }
    }

    private void transfer(BpfInstruction instruction) {
        if (instruction.code() == (BPF_MISC | BPF_TXA)) {
            accumulator = indexRegister;
        } else {
            indexRegister = accumulator;
        }
    }
}
