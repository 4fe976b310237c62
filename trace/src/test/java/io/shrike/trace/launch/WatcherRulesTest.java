package io.shrike.trace.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.seccomp.BpfInterpreter;
import io.shrike.linux.seccomp.BpfProgram;
import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterDefaults;
import io.shrike.linux.seccomp.SeccompAction;
import io.shrike.linux.seccomp.SeccompData;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatcherRulesTest {
    private static final int SENSOR = 4242;
    private static final int LAUNCHER = 1;
    private static final int SIGURG = 23;
    private static final int SIGUSR1 = 10;

    private final BpfProgram program =
            FilterCompiler.compile(Abi.X86_64, WatcherRules.rules(SENSOR, LAUNCHER), FilterDefaults.NOTIFY);

    private boolean stops(Abi abi, String name, long... arguments) {
        int number = SyscallTable.of(abi).number(name).orElseThrow();
        return BpfInterpreter.run(program, SeccompData.of(abi, number, arguments)) == SeccompAction.USER_NOTIF;
    }

    @ParameterizedTest
    @CsvSource({"X86_64", "I386", "X32"})
    void stopsWhatMayReachAWatcherAndLetsTheRestGo(Abi abi) {
        assertThat(stops(abi, "kill", SENSOR, SIGURG)).isTrue();
        assertThat(stops(abi, "kill", LAUNCHER, SIGUSR1)).isTrue();
        assertThat(stops(abi, "kill", 0xffffffffL & -SENSOR, 0)).isTrue();
        assertThat(stops(abi, "kill", -1, SIGUSR1)).isTrue();
        assertThat(stops(abi, "kill", 777, SIGUSR1)).isFalse();
        assertThat(stops(abi, "kill", 777, 0)).isFalse();
        for (int harmful : new int[] {1, 9, 15, 19, 34, 63, 64}) {
            assertThat(stops(abi, "kill", 777, harmful))
                    .as("signal %d", harmful)
                    .isTrue();
        }
        assertThat(stops(abi, "tgkill", SENSOR, 4250, SIGURG)).isTrue();
        assertThat(stops(abi, "tgkill", 777, 777, 9)).isFalse();
        assertThat(stops(abi, "ptrace", 16, 777, 0, 0)).isTrue();
        assertThat(stops(abi, "ptrace", 7, SENSOR, 0, 0)).isFalse();
        assertThat(stops(abi, "process_vm_readv", 777, 0, 0, 0, 0, 0)).isFalse();
        assertThat(stops(abi, "process_vm_readv", SENSOR, 0, 0, 0, 0, 0)).isTrue();
    }
}
