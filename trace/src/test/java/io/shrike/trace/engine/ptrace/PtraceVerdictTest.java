package io.shrike.trace.engine.ptrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.abi.Architecture;
import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.Verdict;
import io.shrike.trace.engine.ResultCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verdict does to the call, and to who made it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PtraceVerdictTest {
    private static final String PATH = "/etc/passwd";

    @TempDir
    Path folder;

    private final Opens opens = new Opens();
    private final List<Long> results = new CopyOnWriteArrayList<>();

    private ResultCheck.Finding note(long result) {
        results.add(result);
        return ResultCheck.Finding.ACCEPTED;
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EPERM, Errno.EACCES, Errno.ENOSYS, 513})
    void failsADeniedCallWithTheErrno(int errno) {
        opens.on(PATH, new Verdict.Deny(errno));
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("o " + PATH)).isEqualTo(-errno);
            assertThat(followed.ask("t " + PATH)).isEqualTo(-errno);
            assertThat(followed.ask("o /etc/group")).isZero();
            assertThat(followed.end()).isEqualTo(7);
            assertThat(followed.engine.counters().unwatched()).isEmpty();
        }
    }

    @Test
    void failsADeniedCallOf32Bits() {
        assumeTrue(Architecture.IS_X86, "int 0x80 is of x86");
        opens.on(PATH, new Verdict.Deny(Errno.EACCES));
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            int opened = followed.ask("3 " + PATH);
            assumeTrue(opened != -Errno.ENOSYS, "this kernel runs no calls of 32 bits");
            assertThat(opened).isEqualTo(-Errno.EACCES);
            assertThat(followed.ask("o /etc/group")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"o", "t", "3"})
    void killsTheProcessBeforeATerminatedCallRuns(String from) throws IOException {
        assumeTrue(Architecture.IS_X86 || !from.equals("3"), "int 0x80 is of x86");
        // Whoever opens a FIFO for reading lets its writer go on: none must ever do so here.
        Path fifo = fifo("terminated");
        opens.on(fifo.toString(), new Verdict.Terminate());
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            Process writer = new ProcessBuilder("sh", "-c", ": > " + fifo).start();
            followed.shell.say(from + " " + fifo);
            assertThat(followed.shell.end()).isEqualTo(128 + Signals.SIGKILL);
            assertThat(writer.isAlive()).isTrue();
            writer.destroyForcibly();
            assertThat(followed.engine.counters().unwatched()).isEmpty();
        }
    }

    private Path fifo(String name) throws IOException {
        Path fifo = folder.resolve(name);
        try {
            assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                    .isZero();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return fifo;
    }

    @ParameterizedTest
    @ValueSource(strings = {"o", "t", "3"})
    void holdsAPausedCallUntilTheProcessIsContinued(String from) throws IOException, InterruptedException {
        assumeTrue(Architecture.IS_X86 || !from.equals("3"), "int 0x80 is of x86");
        Path fifo = fifo("paused");
        opens.on(fifo.toString(), new Verdict.Pause());
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            followed.ask("B 3");
            for (int i = 1; i <= 3; i++) {
                Process writer = new ProcessBuilder("sh", "-c", ": > " + fifo).start();
                followed.shell.say(from + " " + fifo);
                awaitOpens(fifo, 2L * i - 1);
                assertThat(writer.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
                assertThat(opens.count(fifo.toString())).isEqualTo(2L * i - 1);
                ProcessCalls.kill(followed.pid, Signals.SIGCONT);
                assertThat(followed.shell.line()).isEqualTo("0");
                assertThat(writer.waitFor()).isZero();
                assertThat(opens.count(fifo.toString())).isEqualTo(2L * i);
            }
            assertThat(followed.end()).isEqualTo(7);
            assertThat(followed.engine.counters().unwatched()).isEmpty();
        }
    }

    private void awaitOpens(Path path, long count) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (opens.count(path.toString()) < count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aPausedProcessCanBeKilled() {
        opens.on(PATH, new Verdict.Pause());
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            followed.shell.say("o " + PATH);
            awaitOpens(Path.of(PATH), 1);
            ProcessCalls.kill(followed.pid, Signals.SIGKILL);
            assertThat(followed.shell.end()).isEqualTo(128 + Signals.SIGKILL);
        }
    }

    @Test
    void letsTheCallRunWhateverTheHandlerThrows() {
        opens.on(PATH, _ -> {
            throw new IllegalStateException("made up");
        });
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("o " + PATH)).isZero();
            assertThat(followed.engine.counters().unwatched()).isEqualTo(Map.of("handlerFailed", 1L));
            assertThat(followed.failures).singleElement().asString().contains("made up");
            followed.failures.clear();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"o", "t"})
    void looksAtWhatTheCallGave(String from) {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            checkAll(followed.pid, this::note);
            followed.attach();
            assertThat(followed.ask(from + " " + PATH)).isZero();
            assertThat(followed.ask(from + " /does/not/exist")).isEqualTo(-Errno.ENOENT);
            assertThat(results).hasSize(2).last().isEqualTo((long) -Errno.ENOENT);
            assertThat(results.getFirst()).isPositive();
            assertThat(followed.engine.counters().unwatched()).isEmpty();
        }
    }

    private void checkAll(int pid, ResultCheck check) {
        for (String path :
                List.of(PATH, "/does/not/exist", folder.resolve("fifo").toString())) {
            opens.on(path, stop -> {
                stop.checkResult(pid, check);
                return Verdict.CONTINUE;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"o", "t"})
    void killsTheCallerOfAForbiddenResult(String from) {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            checkAll(followed.pid, result -> result >= 0 ? ResultCheck.Finding.FORBIDDEN : note(result));
            followed.attach();
            assertThat(followed.ask(from + " /does/not/exist")).isEqualTo(-Errno.ENOENT);
            followed.shell.say(from + " " + PATH);
            assertThat(followed.shell.end()).isEqualTo(128 + Signals.SIGKILL);
            assertThat(results).containsExactly((long) -Errno.ENOENT);
            assertThat(followed.engine.counters().unwatched()).isEmpty();
        }
    }

    @Test
    void countsALookThatSawNothing() {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            checkAll(followed.pid, _ -> ResultCheck.Finding.UNSEEN);
            followed.attach();
            assertThat(followed.ask("o " + PATH)).isZero();
            assertThat(followed.engine.counters().unwatched()).isEqualTo(Map.of("unchecked:notSeen", 1L));
        }
    }

    @Test
    void looksOnceAtACallThatSignalsInterruptAgainAndAgain() throws IOException {
        Path fifo = fifo("fifo");
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            checkAll(followed.pid, this::note);
            followed.attach();
            followed.shell.say("i " + fifo);
            awaitOpens(fifo, 20);
            assertThat(results).isEmpty();
            Files.writeString(fifo, "");
            assertThat(followed.shell.line()).isEqualTo("0");
            assertThat(results)
                    .singleElement()
                    .satisfies(result -> assertThat(result).isPositive());
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void doesNotDecideAgainWhatIsUnderWay() throws IOException {
        Path fifo = fifo("fifo");
        ResultCheck check = new ResultCheck() {
            @Override
            public Finding look(long result) {
                return note(result);
            }

            @Override
            public boolean underWay() {
                return true;
            }
        };
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            checkAll(followed.pid, check);
            followed.attach();
            followed.shell.say("i " + fifo);
            while (results.isEmpty()) {
                Thread.onSpinWait();
            }
            Files.writeString(fifo, "");
            assertThat(followed.shell.line()).isEqualTo("0");
            assertThat(results.getFirst()).isEqualTo(-512);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void looksAtAnExecOfAThreadThatTookTheNumberOfItsProcess() {
        WantedCalls execs = Followed.calls("execve");
        CopyOnWriteArrayList<Integer> pids = new CopyOnWriteArrayList<>();
        Followed[] holder = new Followed[1];
        try (Followed followed = Followed.started(execs, stop -> {
            int pid = holder[0].pid;
            stop.checkResult(pid, result -> {
                pids.add(Integer.parseInt(Followed.status(pid, "Pid")));
                return note(result);
            });
            return Verdict.CONTINUE;
        })) {
            holder[0] = followed;
            followed.attach();
            assertThat(followed.ask("x")).isEqualTo(followed.pid);
            assertThat(results).containsExactly(0L);
            assertThat(pids).containsExactly(followed.pid);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void everyVerdictHoldsWhereAFilterMakesTheCallsStop() throws IOException, InterruptedException {
        Path fifo = fifo("fifo");
        opens.on("/etc/group", new Verdict.Deny(Errno.EACCES)).on(fifo.toString(), new Verdict.Pause());
        opens.on("/etc/hosts", new Verdict.Terminate());
        Followed[] holder = new Followed[1];
        opens.on(PATH, stop -> {
            stop.checkResult(holder[0].pid, this::note);
            return Verdict.CONTINUE;
        });
        try (Followed followed = Followed.filtered(Opens.CALLS, opens)) {
            holder[0] = followed;
            for (int i = 0; i < 3; i++) {
                assertThat(followed.ask("o /etc/group")).isEqualTo(-Errno.EACCES);
                assertThat(followed.ask("t " + PATH)).isZero();
                assertThat(followed.ask("f /etc/hostname")).isZero();
            }
            assertThat(results).hasSize(3).allMatch(result -> result > 0);
            Process writer = new ProcessBuilder("sh", "-c", ": > " + fifo).start();
            followed.shell.say("o " + fifo);
            awaitOpens(fifo, 1);
            assertThat(writer.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
            ProcessCalls.kill(followed.pid, Signals.SIGCONT);
            assertThat(followed.shell.line()).isEqualTo("0");
            assertThat(writer.waitFor()).isZero();
            assertThat(followed.ask("V 20")).isEqualTo(20);
            assertThat(opens.count("/dev/null")).isEqualTo(20);
            followed.shell.say("o /etc/hosts");
            assertThat(followed.shell.end()).isEqualTo(128 + Signals.SIGKILL);
            assertThat(followed.engine.counters().unwatched()).isEmpty();
        }
    }
}
