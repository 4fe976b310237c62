package io.shrike.policy.compile;

import io.shrike.model.RegisterTest;
import io.shrike.model.RegisterTest.Kind;
import io.shrike.policy.document.SyscallRules.ArgumentCondition;
import java.util.ArrayList;
import java.util.List;

/** Those conditions of a rule that the kernel's filter can decide exactly; the judge decides them again, and the others. */
final class KernelTests {
    private KernelTests() {}

    static List<RegisterTest> of(List<ArgumentCondition> conditions) {
        List<RegisterTest> tests = new ArrayList<>();
        for (ArgumentCondition condition : conditions) {
            switch (condition.operator()) {
                case EQUAL -> tests.add(test(condition, Kind.EQUAL));
                case ANY_BITS -> tests.add(test(condition, Kind.ANY_BITS));
                case ALL_BITS -> {
                    // All bits of this value or all of that one is no single test of a register.
                    if (condition.values().size() == 1) {
                        tests.add(test(condition, Kind.ALL_BITS));
                    }
                }
                case NOT_EQUAL, GREATER, LESS -> {}
            }
        }
        return List.copyOf(tests);
    }

    private static RegisterTest test(ArgumentCondition condition, Kind kind) {
        return new RegisterTest(condition.index(), kind, condition.values(), condition.bits());
    }
}
