package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.Abi;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A compiled program gives what the rules say, whatever the rules and the call. */
class FilterCompilerPropertyTest {
    private static final int PROGRAMS = 40;
    private static final int CALLS = 500;

    @ParameterizedTest
    @CsvSource({"X86_64, 1", "X86_64, 40", "X86_64, 150", "AARCH64, 1", "AARCH64, 40", "AARCH64, 150"})
    void answersLikeTheReference(Abi host, int size) {
        RandomFilters filters = new RandomFilters(size);
        int matches = 0;
        for (int round = 0; round < PROGRAMS; round++) {
            List<FilterRule> rules = filters.rules(size);
            BpfInterpreter program = new BpfInterpreter(FilterCompiler.compile(host, rules, FilterDefaults.NOTIFY));
            ReferenceFilter reference = new ReferenceFilter(host, rules, FilterDefaults.NOTIFY);
            int rounds = round;
            for (int call = 0; call < CALLS; call++) {
                SeccompData data = filters.call(host, rules);
                int expected = reference.action(data);
                assertThat(program.execute(data).action())
                        .as(() -> data + " in round " + rounds)
                        .isEqualTo(expected);
                matches += expected == SeccompAction.USER_NOTIF ? 1 : 0;
            }
        }
        assertThat(matches).isBetween(PROGRAMS * CALLS / 50, PROGRAMS * CALLS * 9 / 10);
    }
}
