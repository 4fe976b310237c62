package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.trace.decode.ArgumentTable.Argument;
import io.shrike.trace.decode.ArgumentTable.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ArgumentTableTest {
    private static Set<String> everyKernelName() {
        Set<String> names = new TreeSet<>();
        for (Abi abi : Abi.values()) {
            names.addAll(SyscallTable.of(abi).names());
        }
        return names;
    }

    @Test
    void namesOnlyCallsThatSomeAbiHas() {
        assertThat(everyKernelName()).containsAll(ArgumentTable.calls());
        assertThat(ArgumentTable.calls()).hasSizeGreaterThan(80);
    }

    @Test
    void givesEveryArgumentItsOwnNameAndPlace() {
        for (String call : ArgumentTable.calls()) {
            Set<String> names = new HashSet<>();
            int last = -1;
            for (Argument argument : ArgumentTable.of(call)) {
                assertThat(names.add(argument.name()))
                        .as("%s %s", call, argument)
                        .isTrue();
                assertThat(argument.index()).as("%s %s", call, argument).isBetween(last + 1, 5);
                last = argument.index();
            }
        }
    }

    @Test
    void tellsACallThatItDoesNotKnowByItsRawArguments() {
        assertThat(ArgumentTable.of("getpid")).isEmpty();
        assertThat(ArgumentTable.of("syscall_999")).isEmpty();
    }

    @Test
    void followsTheManPages() {
        assertThat(ArgumentTable.of("ptrace"))
                .containsExactly(new Argument("request", 0, Kind.PTRACE), new Argument("pid", 1, Kind.INT));
        assertThat(ArgumentTable.of("mount"))
                .containsExactly(
                        new Argument("source", 0, Kind.STRING),
                        new Argument("target", 1, Kind.STRING),
                        new Argument("filesystemtype", 2, Kind.STRING),
                        new Argument("mountflags", 3, Kind.HEX));
    }
}
