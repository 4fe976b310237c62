package io.shrike.policy.compile;

import static io.shrike.policy.compile.Fixture.compile;
import static io.shrike.policy.compile.Fixture.exec;
import static io.shrike.policy.compile.Fixture.process;
import static io.shrike.policy.compile.Fixture.rules;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Decision;
import io.shrike.model.Endpoint;
import io.shrike.model.EventType;
import io.shrike.model.Field;
import io.shrike.model.Interest;
import io.shrike.model.IpAddress;
import io.shrike.model.Judge;
import io.shrike.model.Protocol;
import io.shrike.model.Severity;
import io.shrike.model.StandardSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseShellDecisionTest {
    private static final String RULE = "processExecution:\n  reverseShell: {allowedExecutables: [inetd]}\n";
    private static final StandardSocket SOCKET = new StandardSocket(
            2, Protocol.TCP, Field.unreadable("EIO"), Field.known(new Endpoint.Inet(IpAddress.v4(0x7f000001), 4444)));

    private final Judge judge = compile(RULE).judge();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/dash",
                "/bin/bash",
                "/usr/bin/ksh93",
                "/opt/bash-5.2",
                "/usr/bin/zsh",
                "/bin/ash",
                "/usr/bin/fish",
                "/bin/tcsh",
                "/bin/csh",
                "/bin/sh"
            })
    void tellsOfAShellOnASocketByTheFileThatRuns(String shell) {
        Decision decision = judge.decide(exec("/tmp/kworker", shell, List.of(), List.of(SOCKET), "kworker"), shell());
        assertThat(rules(decision)).containsExactly("processExecution.reverseShell");
        assertThat(decision.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(decision.type()).isEqualTo(EventType.PROCESS_EXECUTION);
    }

    @Test
    void tellsOfAppletsAndInterpreters() {
        assertThat(Stream.of(
                        exec("/bin/sh", "/bin/busybox", List.of(), List.of(SOCKET), "sh"),
                        exec("/bin/busybox", "/bin/busybox", List.of(), List.of(SOCKET), "busybox", "ash"),
                        exec("/tmp/run", "/tmp/run", List.of("/usr/bin/dash"), List.of(SOCKET), "run")))
                .allMatch(exec -> judge.decide(exec, shell()).matched());
    }

    @Test
    void saysNothingOfOtherProgramsOfShellsWithoutASocketAndOfExcusedParents() {
        assertThat(Stream.of(
                        exec("/bin/cat", "/bin/cat", List.of(), List.of(SOCKET), "cat"),
                        exec("/bin/cat", "/bin/busybox", List.of(), List.of(SOCKET), "cat"),
                        exec("/usr/bin/shred", "/usr/bin/shred", List.of(), List.of(SOCKET), "sh"),
                        exec("/bin/sh", "/bin/dash", List.of(), List.of(), "sh")))
                .noneMatch(exec -> judge.decide(exec, shell()).matched());
        ExecActivity shell = exec("/bin/sh", "/bin/dash", List.of(), List.of(SOCKET), "sh");
        assertThat(judge.decide(shell, process("/usr/sbin/inetd", "inetd")).matched())
                .isFalse();
    }

    @Test
    void asksForTheSocketsOfExecsOnlyWhereThereIsARule() {
        assertThat(compile(RULE).needs().interests()).contains(Interest.EXEC, Interest.EXEC_SOCKETS);
        assertThat(compile("processExecution:\n  trackedExecutables: [{name: sh}]\n")
                        .needs()
                        .interests())
                .doesNotContain(Interest.EXEC_SOCKETS);
    }
}
