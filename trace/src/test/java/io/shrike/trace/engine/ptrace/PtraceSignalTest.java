package io.shrike.trace.engine.ptrace;

import static io.shrike.trace.engine.ptrace.Followed.awaitState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.Verdict;
import io.shrike.trace.testing.CProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals of a followed program are its own: all arrive, and stops of the group are stops. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PtraceSignalTest {
    private final Opens opens = new Opens();

    @Test
    void losesNoSignalOfTenThousand() {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("s 10000")).isEqualTo(10_000);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void losesNoSignalThatComesWhileCallsStop() {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("S 10000")).isEqualTo(10_000);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Signals.SIGTERM, Signals.SIGSEGV, Signals.SIGQUIT, Signals.SIGTRAP, Signals.SIGKILL})
    void diesOfTheSignalThatWasSent(int signal) {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            ProcessCalls.kill(followed.pid, signal);
            assertThat(followed.shell.end()).isEqualTo(128 + signal);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Signals.SIGSTOP, Signals.SIGTSTP, Signals.SIGTTIN, Signals.SIGTTOU})
    void stopsAndIsContinued(int signal) throws InterruptedException {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("b 3")).isEqualTo(3);
            for (int i = 0; i < 20; i++) {
                ProcessCalls.kill(followed.pid, signal);
                awaitNoProgress();
                followed.shell.say("p");
                ProcessCalls.kill(followed.pid, Signals.SIGCONT);
                assertThat(followed.shell.line()).isNotBlank();
            }
            followed.ask("c");
            followed.ask("E");
            assertThat(followed.ask("c")).isPositive();
            assertThat(followed.ask("e")).isEqualTo(3);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    /** The busy threads open nothing for a while. */
    private void awaitNoProgress() throws InterruptedException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        int before = -1;
        while (before != opens.seen.size()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            before = opens.seen.size();
            Thread.sleep(5);
        }
    }

    @Test
    void anAttachLeavesAStoppedProgramStopped() throws InterruptedException {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            ProcessCalls.kill(followed.pid, Signals.SIGSTOP);
            awaitState(followed.pid, "T");
            assertThat(followed.attach()).isInstanceOf(Attachment.Attached.class);
            followed.shell.say("o /etc/passwd");
            Thread.sleep(50);
            assertThat(opens.seen).isEmpty();
            ProcessCalls.kill(followed.pid, Signals.SIGCONT);
            assertThat(followed.shell.line()).isEqualTo("0");
            assertThat(opens.count("/etc/passwd")).isEqualTo(1);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void aStoppedProgramCanBeKilled() throws InterruptedException {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            ProcessCalls.kill(followed.pid, Signals.SIGSTOP);
            Thread.sleep(20);
            ProcessCalls.kill(followed.pid, Signals.SIGKILL);
            assertThat(followed.shell.end()).isEqualTo(128 + Signals.SIGKILL);
        }
    }

    @Test
    void survivesTraceesThatAreKilledAtAnyMoment() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 60; i++) {
            opens.seen.clear();
            opens.on("/dev/null", random.nextBoolean() ? Verdict.CONTINUE : new Verdict.Pause());
            try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
                followed.shell.say(random.nextBoolean() ? "b 8" : "F 1000");
                Thread.sleep(random.nextInt(12));
                ProcessCalls.kill(followed.pid, Signals.SIGKILL);
                assertThat(followed.shell.end()).isEqualTo(128 + Signals.SIGKILL);
                assertThat(followed.engine.counters().unwatched()).isEmpty();
            }
        }
    }

    @Test
    void jobControlOnATerminalIsAsItIsAlone() throws IOException, InterruptedException {
        var program = CProgram.of("jobs");
        assumeTrue(program.isPresent(), "cc is not installed");
        String alone = terminalSession(program.get(), false);
        assumeTrue(!alone.equals("77"), "this user gets no terminal here (devpts)");
        assertThat(alone).contains("shell exited=1 code=11");
        assertThat(opens.seen).isEmpty();
        assertThat(terminalSession(program.get(), true)).isEqualTo(alone);
        assertThat(opens.count("/dev/null")).isPositive();
    }

    /** A shell on a pty that stops, continues and ends jobs: what its terminal said, and how it ended. */
    private String terminalSession(Path program, boolean followedToo) throws IOException, InterruptedException {
        Path said = Files.createTempFile("shrike-jobs", "");
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            Process session = new ProcessBuilder("/bin/sh", "-c", "\"$0\" > " + said + "; exit $?", program.toString())
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            int host = firstChild(session);
            if (followedToo) {
                assertThat(followed.engine.attach(host).join()).isInstanceOf(Attachment.Attached.class);
            }
            session.outputWriter().write("go\n");
            session.outputWriter().flush();
            int code = session.waitFor();
            return Files.readString(said) + code;
        } finally {
            Files.delete(said);
        }
    }

    private static int firstChild(Process parent) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (parent.children().findFirst().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        return (int) parent.children().findFirst().orElseThrow().pid();
    }
}
