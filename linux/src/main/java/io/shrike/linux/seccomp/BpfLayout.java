package io.shrike.linux.seccomp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns labels into distances. It works from the last item to the first: jumps go forward, so what a jump needs to know
 * has been placed when its turn comes, and nothing placed ever moves. A position counts from the end of the program.
 * A target out of reach of a condition gets a stub right behind the condition: a copy of the target when that is a
 * return, else a jump; later conditions share the nearest stub.
 */
final class BpfLayout {
    private final List<BpfInstruction> reversed = new ArrayList<>();
    private final Map<BpfLabel, Integer> positions = new HashMap<>();
    private final Map<BpfLabel, Integer> stubs = new HashMap<>();

    BpfProgram place(List<BpfAssembler.Item> items) {
        for (BpfAssembler.Item item : items.reversed()) {
            switch (item) {
                case BpfAssembler.Item.Plain plain -> reversed.add(plain.instruction());
                case BpfAssembler.Item.Branch branch -> place(branch);
                case BpfAssembler.Item.Jump jump -> place(jump);
                case BpfAssembler.Item.Bind bind -> positions.put(bind.label(), last(bind.label()));
            }
        }
        Collections.reverse(reversed);
        return new BpfProgram(reversed);
    }

    /** The position of the instruction placed last, which is the one that follows what is placed next. */
    private int last(BpfLabel label) {
        if (reversed.isEmpty()) {
            throw new IllegalStateException("no instruction follows: " + label);
        }
        return reversed.size() - 1;
    }

    private void place(BpfAssembler.Item.Jump jump) {
        int distance = distance(position(jump.target(), last(jump.target())));
        if (distance > 0) {
            reversed.add(BpfInstruction.of(Bpf.BPF_JMP | Bpf.BPF_JA, distance));
        }
    }

    private void place(BpfAssembler.Item.Branch branch) {
        int next = last(branch.whenTrue());
        int whenTrue = nearest(branch.whenTrue(), next);
        int whenFalse = nearest(branch.whenFalse(), next);
        while (distance(whenTrue) > BpfInstruction.FARTHEST || distance(whenFalse) > BpfInstruction.FARTHEST) {
            if (distance(whenTrue) > BpfInstruction.FARTHEST) {
                whenTrue = addStub(branch.whenTrue(), next);
            } else {
                whenFalse = addStub(branch.whenFalse(), next);
            }
        }
        reversed.add(new BpfInstruction(branch.code(), distance(whenTrue), distance(whenFalse), branch.k()));
    }

    private int position(BpfLabel label, int next) {
        return label == BpfLabel.NEXT ? next : positions.getOrDefault(label, next);
    }

    private int nearest(BpfLabel label, int next) {
        int position = position(label, next);
        return distance(position) <= BpfInstruction.FARTHEST ? position : stubs.getOrDefault(label, position);
    }

    /** The instructions between a position and what is placed next. */
    private int distance(int position) {
        return reversed.size() - position - 1;
    }

    private int addStub(BpfLabel label, int next) {
        int position = position(label, next);
        BpfInstruction target = reversed.get(position);
        reversed.add(
                target.returnsConstant() ? target : BpfInstruction.of(Bpf.BPF_JMP | Bpf.BPF_JA, distance(position)));
        stubs.put(label, reversed.size() - 1);
        return reversed.size() - 1;
    }
}
