package io.shrike.trace.engine.ptrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.Abi;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WantedCallsTest {
    @Test
    void areThoseThatWereNamedAndNoOthers() {
        Set<Integer> numbers = Set.of(0, 1, 63, 64, 257, 547);
        WantedCalls wanted = WantedCalls.of(Map.of(Abi.X86_64, numbers));
        for (int number = -70; number < 700; number++) {
            assertThat(wanted.contains(Abi.X86_64, number)).as("%d", number).isEqualTo(numbers.contains(number));
            assertThat(wanted.contains(Abi.I386, number)).isFalse();
        }
        assertThat(wanted.contains(Abi.X86_64, Integer.MIN_VALUE)).isFalse();
        assertThat(wanted.contains(Abi.X86_64, Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void allAreAllOfEveryAbi() {
        for (Abi abi : Abi.values()) {
            assertThat(WantedCalls.all().contains(abi, 3)).isTrue();
            assertThat(WantedCalls.all().contains(abi, -1)).isTrue();
        }
    }
}
