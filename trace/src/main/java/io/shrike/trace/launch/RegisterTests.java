package io.shrike.trace.launch;

import io.shrike.linux.seccomp.ArgumentTest;
import io.shrike.linux.seccomp.ArgumentTest.Width;
import io.shrike.model.RegisterTest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Register tests of policies as tests of the filter. */
final class RegisterTests {
    private RegisterTests() {}

    /** All of them, in a list that may grow. */
    static List<ArgumentTest> lower(List<RegisterTest> allOf) {
        List<ArgumentTest> tests = new ArrayList<>();
        allOf.forEach(test -> tests.add(lower(test)));
        return tests;
    }

    private static ArgumentTest lower(RegisterTest test) {
        Width width = test.bits() == Integer.SIZE ? Width.INT : Width.LONG;
        long bits = test.values().stream().reduce(0L, (some, more) -> some | more);
        return switch (test.kind()) {
            case EQUAL ->
                test.values().size() == 1
                        ? new ArgumentTest.Equals(test.index(), bits, width)
                        : new ArgumentTest.In(test.index(), test.values(), width);
            case ANY_BITS -> new ArgumentTest.MaskAnySet(test.index(), bits, width);
            case ALL_BITS -> new ArgumentTest.MaskedEquals(test.index(), bits, bits, width);
        };
    }

    /** How many values there are, as a measure of what a filter with these tests takes. */
    static int values(Collection<List<RegisterTest>> anyOf) {
        return anyOf.stream()
                .flatMap(List::stream)
                .mapToInt(test -> test.values().size())
                .sum();
    }
}
