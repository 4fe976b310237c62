package io.shrike.linux.seccomp;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.Multiplexer;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.linux.syscall.SyscallVariants;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When each number of one arch value matches; a number that is not listed never does. The x32 bit is taken off: x86_64
 * and x32 share one plan, because kernels before 5.4 run the numbers of either with and without the bit.
 */
final class NumberPlan {
    private final Map<Integer, Condition> conditions = new TreeMap<>();

    NumberPlan(List<Abi> abis, List<FilterRule> rules) {
        for (Abi abi : abis) {
            for (FilterRule rule : rules) {
                addKernelNames(abi, rule);
                addMultiplexed(abi, rule);
            }
        }
    }

    private void addKernelNames(Abi abi, FilterRule rule) {
        for (String name : SyscallVariants.kernelNames(abi, rule.syscall())) {
            int number = SyscallTable.of(abi).number(name).orElseThrow();
            Lowering lowering = new Lowering(abi, number, SyscallVariants.sameArguments(abi, name));
            add(number & ~abi.numberBits(), lowering.lower(rule));
        }
    }

    /** The arguments of a multiplexed call are out of sight, so the number of the call alone decides. */
    private void addMultiplexed(Abi abi, FilterRule rule) {
        for (Multiplexer multiplexer : Multiplexer.values()) {
            List<Integer> calls = multiplexer.calls(rule.syscall());
            if (!calls.isEmpty()) {
                WordTest selects = new WordTest.OneOf(SeccompData.lowHalf(0), multiplexer.callMask(), calls);
                SyscallTable.of(abi)
                        .number(multiplexer.kernelName())
                        .ifPresent(number -> add(number, Condition.of(selects)));
            }
        }
    }

    private void add(int number, Condition condition) {
        conditions.merge(number, condition, Condition::or);
    }

    Map<Integer, Condition> conditions() {
        return conditions;
    }
}
