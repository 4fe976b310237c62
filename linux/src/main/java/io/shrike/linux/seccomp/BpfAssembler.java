package io.shrike.linux.seccomp;

import static io.shrike.linux.seccomp.Bpf.BPF_ABS;
import static io.shrike.linux.seccomp.Bpf.BPF_ALU;
import static io.shrike.linux.seccomp.Bpf.BPF_AND;
import static io.shrike.linux.seccomp.Bpf.BPF_JEQ;
import static io.shrike.linux.seccomp.Bpf.BPF_JGE;
import static io.shrike.linux.seccomp.Bpf.BPF_JGT;
import static io.shrike.linux.seccomp.Bpf.BPF_JMP;
import static io.shrike.linux.seccomp.Bpf.BPF_JSET;
import static io.shrike.linux.seccomp.Bpf.BPF_K;
import static io.shrike.linux.seccomp.Bpf.BPF_LD;
import static io.shrike.linux.seccomp.Bpf.BPF_RET;
import static io.shrike.linux.seccomp.Bpf.BPF_W;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a program whose jumps go to labels. Jumps go forward only, as the kernel demands: a jump to a label that is
 * bound before it, or nowhere, is an error of {@link #assemble}. A condition reaches 255 instructions; one that must
 * go farther is helped on by an extra instruction behind it. Not thread-safe.
 */
public final class BpfAssembler {
    /** What was asked for, in order. */
    sealed interface Item {
        record Plain(BpfInstruction instruction) implements Item {}

        record Branch(int code, int k, BpfLabel whenTrue, BpfLabel whenFalse) implements Item {}

        record Jump(BpfLabel target) implements Item {}

        record Bind(BpfLabel label) implements Item {}
    }

    private final List<Item> items = new ArrayList<>();
    private final Map<BpfLabel, Integer> bound = new HashMap<>();

    /** Any instruction that does not jump. */
    public BpfAssembler add(BpfInstruction instruction) {
        if (instruction.kind() == BPF_JMP) {
            throw new IllegalArgumentException("jumps go to labels: " + instruction);
        }
        items.add(new Item.Plain(instruction));
        return this;
    }

    /** Loads the 32-bit word of struct seccomp_data at an offset in bytes. */
    public BpfAssembler load(int offset) {
        return add(BpfInstruction.of(BPF_LD | BPF_W | BPF_ABS, offset));
    }

    /** Keeps the bits of a mask. */
    public BpfAssembler and(int mask) {
        return add(BpfInstruction.of(BPF_ALU | BPF_AND | BPF_K, mask));
    }

    /** Ends with an action; see {@link SeccompAction}. */
    public BpfAssembler ret(int action) {
        return add(BpfInstruction.of(BPF_RET | BPF_K, action));
    }

    public BpfAssembler ifEqual(int k, BpfLabel whenTrue, BpfLabel whenFalse) {
        return branch(BPF_JEQ, k, whenTrue, whenFalse);
    }

    /** Compares unsigned. */
    public BpfAssembler ifAtLeast(int k, BpfLabel whenTrue, BpfLabel whenFalse) {
        return branch(BPF_JGE, k, whenTrue, whenFalse);
    }

    /** Compares unsigned. */
    public BpfAssembler ifAbove(int k, BpfLabel whenTrue, BpfLabel whenFalse) {
        return branch(BPF_JGT, k, whenTrue, whenFalse);
    }

    /** Asks whether any bit of a mask is set. */
    public BpfAssembler ifAnySet(int mask, BpfLabel whenTrue, BpfLabel whenFalse) {
        return branch(BPF_JSET, mask, whenTrue, whenFalse);
    }

    public BpfAssembler jump(BpfLabel target) {
        items.add(new Item.Jump(target));
        return this;
    }

    /** Makes a label stand for the next instruction. */
    public BpfAssembler bind(BpfLabel label) {
        if (label == BpfLabel.NEXT || bound.putIfAbsent(label, items.size()) != null) {
            throw new IllegalStateException("label is bound already: " + label);
        }
        items.add(new Item.Bind(label));
        return this;
    }

    private BpfAssembler branch(int operation, int k, BpfLabel whenTrue, BpfLabel whenFalse) {
        items.add(new Item.Branch(BPF_JMP | operation | BPF_K, k, whenTrue, whenFalse));
        return this;
    }

    /**
     * The program. Throws IllegalStateException for a label that is bound nowhere, before a jump to it, or past the
     * end, and for a program that the kernel would refuse; IllegalArgumentException for one that is too long.
     */
    public BpfProgram assemble() {
        checkLabels();
        BpfProgram program = new BpfLayout().place(items);
        BpfVerifier.problem(program).ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
        return program;
    }

    private void checkLabels() {
        for (int index = 0; index < items.size(); index++) {
            switch (items.get(index)) {
                case Item.Branch branch -> {
                    checkForward(branch.whenTrue(), index);
                    checkForward(branch.whenFalse(), index);
                }
                case Item.Jump jump -> checkForward(jump.target(), index);
                case Item.Plain _, Item.Bind _ -> {}
            }
        }
    }

    private void checkForward(BpfLabel label, int from) {
        if (label == BpfLabel.NEXT) {
            return;
        }
        Integer target = bound.get(label);
        if (target == null) {
            throw new IllegalStateException("label is bound nowhere: " + label);
        }
        if (target < from) {
            throw new IllegalStateException("jump goes backward: " + label);
        }
    }
}
