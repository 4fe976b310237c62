package io.shrike.policy.judge;

import io.shrike.model.RuleMatch;
import io.shrike.policy.document.SyscallRules.ArgumentCondition;
import java.util.List;
import java.util.Set;

/** A rule about system calls by name, families expanded, with conditions on their register arguments. */
public record SyscallEntry(RuleMatch match, Set<String> syscalls, List<ArgumentCondition> arguments) {
    public SyscallEntry {
        syscalls = Set.copyOf(syscalls);
        arguments = List.copyOf(arguments);
    }

    /** Whether all conditions hold for the raw arguments of a call. A condition on an argument that is not there does not. */
    boolean holds(List<Long> raw) {
        return arguments.stream()
                .allMatch(condition -> condition.index() < raw.size() && holds(condition, raw.get(condition.index())));
    }

    private static boolean holds(ArgumentCondition condition, long raw) {
        long mask = condition.bits() == 64 ? -1L : (1L << condition.bits()) - 1;
        long argument = raw & mask;
        boolean any = condition.values().stream().anyMatch(value -> holds(condition, argument, value & mask));
        return switch (condition.operator()) {
            case NOT_EQUAL -> !any;
            case EQUAL, ANY_BITS, ALL_BITS, GREATER, LESS -> any;
        };
    }

    private static boolean holds(ArgumentCondition condition, long argument, long value) {
        return switch (condition.operator()) {
            case EQUAL, NOT_EQUAL -> argument == value;
            case ANY_BITS -> (argument & value) != 0;
            case ALL_BITS -> (argument & value) == value;
            case GREATER -> Long.compareUnsigned(argument, value) > 0;
            case LESS -> Long.compareUnsigned(argument, value) < 0;
        };
    }
}
