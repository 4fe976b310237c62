package io.shrike.trace.engine.ptrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.abi.Architecture;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.syscall.Abi;
import io.shrike.model.Verdict;
import io.shrike.trace.engine.ptrace.Opens.Open;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What the engine sees of a program that it attached to, and what the program sees of the engine. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PtraceEngineTest {
    private final Opens opens = new Opens();

    @Test
    void tellsTheOpensOfAProgramThatRanAlreadyAndKeepsItsExitCode() {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("o /etc/passwd")).isZero();
            assertThat(followed.ask("o /does/not/exist")).isEqualTo(-Errno.ENOENT);
            assertThat(opens.seen)
                    .containsExactly(
                            new Open(Abi.host(), followed.pid, "/etc/passwd"),
                            new Open(Abi.host(), followed.pid, "/does/not/exist"));
            assertThat(followed.end()).isEqualTo(7);
            assertThat(followed.engine.counters().stops()).isEqualTo(2);
            assertThat(followed.engine.counters().unwatched()).isEmpty();
            assertThat(followed.engine.name()).isEqualTo("ptrace");
        }
    }

    @Test
    void followsThreadsChildrenAndProgramsTheyRun() {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("t /etc/group")).isZero();
            assertThat(followed.ask("f /etc/hostname")).isZero();
            assertThat(followed.ask("f /does/not/exist")).isEqualTo(Errno.ENOENT);
            assertThat(followed.ask("v /bin/true")).isZero();
            assertThat(opens.paths()).contains("/etc/group", "/etc/hostname", "/does/not/exist", "/etc/ld.so.cache");
            assertThat(opens.seen.stream()
                            .filter(open -> open.path().equals("/etc/group"))
                            .map(Open::tid))
                    .doesNotContain(followed.pid);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void followsATangleOfForksThreadsAndVforks() {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("V 200")).isEqualTo(200);
            assertThat(opens.count("/dev/null")).isEqualTo(200);
            assertThat(followed.ask("F 200")).isEqualTo(200);
            assertThat(opens.count("/dev/null")).isEqualTo(400);
            assertThat(followed.ask("z")).isZero();
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void followsAnExecOfAThreadThatIsNotTheFirst() {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("B 5")).isEqualTo(5);
            assertThat(followed.ask("x")).isEqualTo(followed.pid);
            assertThat(followed.ask("o /etc/passwd")).isZero();
            assertThat(opens.seen).contains(new Open(Abi.host(), followed.pid, "/etc/passwd"));
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void attachesToEveryThreadOfABusyProgram() {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            assertThat(followed.ask("b 20")).isEqualTo(20);
            assertThat(followed.attach()).isEqualTo(new Attachment.Attached(followed.pid, 21, 0));
            assertThat(followed.ask("T")).isEqualTo(21);
            followed.ask("c");
            awaitAllThreadsMove(followed, 20);
            assertThat(opens.seen.stream()
                            .filter(open -> open.path().equals("/dev/null"))
                            .map(Open::tid)
                            .distinct())
                    .hasSize(20);
            assertThat(followed.ask("e")).isEqualTo(20);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    private static void awaitAllThreadsMove(Followed followed, int count) {
        int moved = 0;
        for (int look = 0; look < 500 && moved < count; look++) {
            followed.ask("E");
            moved = followed.ask("c");
        }
        assertThat(moved).isEqualTo(count);
    }

    @Test
    void tellsACallOf32BitsByItsOwnTable() {
        assumeTrue(Architecture.IS_X86, "int 0x80 is of x86");
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            int opened = followed.ask("3 /etc/passwd");
            assumeTrue(opened != -Errno.ENOSYS, "this kernel runs no calls of 32 bits");
            assertThat(opened).isZero();
            assertThat(opens.seen).contains(new Open(Abi.I386, followed.pid, "/etc/passwd"));
        }
    }

    @Test
    void showsOnlyTheCallsThatAreWanted() {
        try (Followed followed = Followed.attached(Followed.calls("getppid"), _ -> Verdict.CONTINUE)) {
            int parent = followed.ask("p");
            assertThat(followed.ask("o /etc/passwd")).isZero();
            assertThat(followed.ask("p")).isEqualTo(parent);
            assertThat(followed.engine.counters().stops()).isEqualTo(2);
        }
    }

    @Test
    void followsSeveralProcessesAndEndsAfterTheLast() {
        try (Followed first = Followed.attached(Opens.CALLS, opens);
                Followed second = Followed.started(Opens.CALLS, opens)) {
            assertThat(first.engine.attach(second.pid).join()).isEqualTo(new Attachment.Attached(second.pid, 1, 0));
            first.engine.attachesAreComplete();
            assertThat(first.ask("o /etc/passwd")).isZero();
            assertThat(second.ask("o /etc/group")).isZero();
            assertThat(opens.paths()).containsExactly("/etc/passwd", "/etc/group");
            assertThat(first.end()).isEqualTo(7);
            assertThat(first.engine.awaitEnd(Duration.ofMillis(20))).isFalse();
            assertThat(first.engine.hasEnded()).isFalse();
            assertThat(second.end()).isEqualTo(7);
            assertThat(first.engine.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(first.engine.hasEnded()).isTrue();
        }
    }

    @Test
    void refusesItselfAndItsChildrenAndWhatIsNotThere() {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            int self = ProcessCalls.getpid();
            assertThat(followed.engine.attach(self).join())
                    .hasToString("attach failed: pid " + self + ": it is the sensor itself");
            assertThat(followed.engine.attach(followed.shell.pid()).join())
                    .asString()
                    .contains("it is a child of the sensor");
            assertThat(followed.engine.attach(1 << 23).join())
                    .hasToString("attach failed: pid 8388608: ENOENT: no such process");
            assertThat(followed.engine.refused()).containsOnlyKeys("self", "child", "ENOENT");
        }
    }

    @Test
    void saysWhoTracesAProcessThatItCannotAttachTo() {
        try (Followed first = Followed.attached(Opens.CALLS, opens);
                Followed second = Followed.started(Opens.CALLS, opens)) {
            String tracer = Followed.status(first.pid, "TracerPid");
            assertThat(second.engine.attach(first.pid).join())
                    .hasToString(
                            "attach failed: pid " + first.pid + ": EPERM: traced by pid " + tracer + " (TracerPid)");
            assertThat(second.engine.refused()).isEqualTo(Map.of("EPERM", 1L));
            assertThat(first.attach()).isEqualTo(new Attachment.Attached(first.pid, 0, 0));
        }
    }

    @Test
    void refusesThreadsOfTheKernel() {
        assumeTrue(Followed.status(2, "Name").equals("kthreadd"), "pid 2 is no thread of the kernel here");
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            assertThat(followed.engine.attach(2).join())
                    .hasToString("attach failed: pid 2: EPERM: it is a thread of the kernel");
        }
    }

    @Test
    void answersWhoAsksAfterItsEnd() {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            followed.engine.attachesAreComplete();
            assertThat(followed.engine.awaitEnd(Duration.ofSeconds(20))).isTrue();
            assertThat(followed.attach()).hasToString("attach failed: pid " + followed.pid + ": the engine has ended");
            followed.detach();
        }
    }
}
