package io.shrike.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import io.shrike.trace.session.ProcessList.Glance;
import io.shrike.trace.testing.TestChild;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcListTest {
    private final ProcList processes = new ProcList(0);

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void listsThisProcessAndKnowsTheNumberGivenOutLast() {
        assertThat(processes.processes()).contains(ProcessCalls.getpid()).isSorted();
        int before = processes.lastPid();
        try (TestChild child = TestChild.tracee()) {
            assertThat(before).isPositive();
            assertThat(processes.lastPid()).isNotEqualTo(before);
            assertThat(processes.processes()).contains(child.pid());
        }
    }

    @Test
    void seesAnExecOfTheSameProgram() {
        try (TestChild shell = TestChild.start(List.of("sh", "-c", "echo; read x; exec sh -c 'echo; read x'"))) {
            shell.line();
            Glance before = processes.glance(shell.pid()).orElseThrow();
            assertThat(before.onlyForked()).isFalse();
            assertThat(before.mark())
                    .isEqualTo(processes.glance(shell.pid()).orElseThrow().mark());
            shell.say("");
            shell.line();
            Glance after = processes.glance(shell.pid()).orElseThrow();
            assertThat(after.executable()).isEqualTo(before.executable());
            assertThat(after.mark()).isNotEqualTo(before.mark());
        }
    }

    @Test
    void knowsAForkThatRunsNothingOfItsOwn() {
        try (TestChild shell = TestChild.start(List.of("sh", "-c", "exec 3<&0; (read y <&3; :) & echo $!; wait"))) {
            int forked = Integer.parseInt(shell.line());
            assertThat(processes.glance(forked).orElseThrow().onlyForked()).isTrue();
            assertThat(processes.glance(shell.pid()).orElseThrow().onlyForked()).isFalse();
        }
    }

    @Test
    void describesAProcessAndItsFile() {
        try (TestChild child = TestChild.tracee("-c", "/proc")) {
            Glance glance = processes.glance(child.pid()).orElseThrow();
            ProcessRef described = processes.describe(glance, List.of());
            assertThat(described.pid()).isEqualTo(child.pid());
            assertThat(described.ppid()).isEqualTo(ProcessCalls.getpid());
            assertThat(described.uid()).isEqualTo(Field.known(ProcessCalls.getuid()));
            assertThat(described.arguments().asOptional().orElseThrow())
                    .endsWith(ByteString.utf8("-c"), ByteString.utf8("/proc"));
            ProgramFile file = processes.program(glance);
            assertThat(file.path()).isEqualTo(described.executable());
            assertThat(file.inode()).isPositive();
            assertThat(file.newBinary()).isTrue();
        }
    }

    @Test
    void knowsNothingOfWhoIsGone() {
        TestChild child = TestChild.tracee();
        child.close();
        assertThat(processes.glance(child.pid())).isEmpty();
        assertThat(processes.filters(child.pid())).isNegative();
    }

    @Test
    void aLauncherThatIsNoFirstProcessHasNoSessions() {
        assertThat(SessionScope.of(ProcessCalls.getpid(), ProcessCalls.getpid()))
                .isInstanceOf(SessionScope.None.class);
        assertThat(SessionScope.of(ProcessCalls.getpid() + 1, 1))
                .isEqualTo(new SessionScope.None("/proc is not of the launcher's PID namespace"));
    }
}
