package io.shrike.policy.document;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import java.util.List;
import java.util.Optional;

/**
 * The section {@code syscallFiltering}. {@code tracedSyscalls} is empty where the text does not limit them: what the other
 * sections need. The names are as written; families are not expanded.
 */
public record SyscallRules(Optional<TracedSyscalls> tracedSyscalls, List<SyscallRule> rules) {
    public SyscallRules {
        rules = List.copyOf(rules);
    }

    /** The limit set by {@code tracedSyscalls}; {@code every} where the list holds {@code "*"}. */
    public record TracedSyscalls(Position position, List<String> names, boolean every) {
        public TracedSyscalls {
            names = List.copyOf(names);
        }
    }

    /** One entry of {@code rules}: any of {@code syscalls} (families not expanded) with all of {@code arguments}. */
    public record SyscallRule(
            RuleSource source,
            List<String> syscalls,
            List<ArgumentCondition> arguments,
            Severity severity,
            Action action) {
        public SyscallRule {
            syscalls = List.copyOf(syscalls);
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A condition on one register argument, {@code index} 0 to 5, compared unsigned on its low {@code bits} (32 or 64). It
     * holds when the operator holds for any of {@code values}; NOT_EQUAL holds when no value is equal.
     */
    public record ArgumentCondition(int index, Operator operator, List<Long> values, int bits) {
        public ArgumentCondition {
            values = List.copyOf(values);
        }
    }

    /** How an argument is compared with a value. */
    public enum Operator {
        EQUAL,
        NOT_EQUAL,
        /** At least one bit of the value is set. */
        ANY_BITS,
        /** Every bit of the value is set. */
        ALL_BITS,
        GREATER,
        LESS
    }
}
