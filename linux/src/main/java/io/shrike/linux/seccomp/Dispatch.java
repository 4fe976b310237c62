package io.shrike.linux.seccomp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.function.Function;

/**
 * Emits the search for a number: a binary tree of comparisons over ranges of numbers that lead to the same place, split
 * by weight so that numbers of frequent calls are found early. It touches nothing but the number, which lets the kernel
 * remember (since 5.11) that a number is always allowed, and skip the filter.
 */
final class Dispatch {
    /** The numbers from {@code first} up to the next range, unsigned. */
    private record Range(int first, BpfLabel target, int weight) {}

    private static final int FREQUENT_WEIGHT = 8;

    private final BpfAssembler assembler;
    private final List<Range> ranges = new ArrayList<>();

    Dispatch(BpfAssembler assembler) {
        this.assembler = assembler;
    }

    /**
     * Emits the tree for the number in the accumulator.
     *
     * @param conditions by number, ascending; the others never match
     * @param labels where a condition leads to
     * @param frequent the numbers to find early
     */
    void emit(
            Map<Integer, Condition> conditions, Function<Condition, BpfLabel> labels, NavigableSet<Integer> frequent) {
        BpfLabel otherwise = labels.apply(Condition.NEVER);
        int next = 0;
        for (Map.Entry<Integer, Condition> entry : conditions.entrySet()) {
            int number = entry.getKey();
            if (number > next) {
                addRange(next, number, otherwise, frequent);
            }
            addRange(number, number + 1, labels.apply(entry.getValue()), frequent);
            next = number + 1;
        }
        addRange(next, next + 1, otherwise, frequent);
        emitTree(0, ranges.size());
    }

    private void addRange(int first, int end, BpfLabel target, NavigableSet<Integer> frequent) {
        int weight = frequent.subSet(first, end).isEmpty() ? 1 : FREQUENT_WEIGHT;
        if (!ranges.isEmpty() && ranges.getLast().target() == target) {
            Range before = ranges.removeLast();
            ranges.add(new Range(before.first(), target, Math.max(before.weight(), weight)));
        } else {
            ranges.add(new Range(first, target, weight));
        }
    }

    private void emitTree(int from, int to) {
        if (to - from == 1) {
            assembler.jump(ranges.get(from).target());
            return;
        }
        if (isOneNumberAmongOthers(from, to)) {
            Range number = ranges.get(from + 1);
            assembler.ifEqual(number.first(), number.target(), ranges.get(from).target());
            return;
        }
        int split = split(from, to);
        BpfLabel above = new BpfLabel("from " + ranges.get(split).first());
        boolean leafAbove = to - split == 1;
        boolean leafBelow = split - from == 1;
        assembler.ifAtLeast(
                ranges.get(split).first(),
                leafAbove ? ranges.get(split).target() : above,
                leafBelow ? ranges.get(from).target() : BpfLabel.NEXT);
        if (!leafBelow) {
            emitTree(from, split);
        }
        if (!leafAbove) {
            assembler.bind(above);
            emitTree(split, to);
        }
    }

    private boolean isOneNumberAmongOthers(int from, int to) {
        return to - from == 3
                && ranges.get(from).target() == ranges.get(from + 2).target()
                && ranges.get(from + 2).first() - ranges.get(from + 1).first() == 1;
    }

    /** The first range of the upper part, such that both parts weigh as nearly the same as they can. */
    private int split(int from, int to) {
        int total = 0;
        for (int index = from; index < to; index++) {
            total += ranges.get(index).weight();
        }
        int best = from + 1;
        int bestDifference = Integer.MAX_VALUE;
        int below = 0;
        for (int index = from + 1; index < to; index++) {
            below += ranges.get(index - 1).weight();
            int difference = Math.abs(total - 2 * below);
            if (difference < bestDifference) {
                bestDifference = difference;
                best = index;
            }
        }
        return best;
    }
}
