package io.shrike.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.SyscallArguments.Argument;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyscallArgumentsTest {
    @Test
    void namesArgumentsAndMarksPaths() {
        assertThat(SyscallArguments.of("unlinkat"))
                .containsExactly(
                        new Argument("dirfd", false), new Argument("pathname", true), new Argument("flags", false));
        assertThat(SyscallArguments.name("openat", 2)).isEqualTo("flags");
    }

    @Test
    void numbersWhatIsNotTold() {
        assertThat(SyscallArguments.name("openat", 5)).isEqualTo("arg5");
        assertThat(SyscallArguments.name("getpid", 0)).isEqualTo("arg0");
    }

    @Test
    void everyLineNamesACallOfAHost() {
        List<List<String>> lines = TableFile.rows("arguments.table");
        assertThat(lines.stream().map(List::getFirst)).doesNotHaveDuplicates();
        for (List<String> line : lines) {
            String name = line.getFirst();
            boolean known = List.of(Abi.X86_64, Abi.AARCH64).stream()
                    .anyMatch(abi -> !SyscallVariants.kernelNames(abi, name).isEmpty());
            assertThat(known).as(name).isTrue();
            assertThat(line).as(name).hasSizeBetween(2, 1 + SyscallVariants.ARGUMENTS);
        }
    }
}
