package io.shrike.trace.engine.ptrace;

import static io.shrike.trace.engine.ptrace.Followed.awaitState;
import static io.shrike.trace.engine.ptrace.Followed.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.abi.Architecture;
import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is let go goes on as if nobody had ever followed it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class PtraceDetachTest {
    private static final String PATH = "/etc/passwd";

    @TempDir
    Path folder;

    private final Opens opens = new Opens();

    @Test
    void aProgramGoesOnAndNoCallOfItIsTold() {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            assertThat(followed.ask("o " + PATH)).isZero();
            followed.detach();
            assertThat(followed.ask("T")).isZero();
            assertThat(followed.ask("o " + PATH)).isZero();
            assertThat(followed.ask("t " + PATH)).isZero();
            assertThat(followed.ask("f " + PATH)).isZero();
            assertThat(opens.count(PATH)).isEqualTo(1);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void itCanBeAttachedToAgainAndAgain() {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            assertThat(followed.ask("B 190")).isEqualTo(190);
            assertThat(followed.ask("b 10")).isEqualTo(10);
            followed.shell.say("S 3000");
            for (int i = 0; i < 200; i++) {
                assertThat(followed.attach()).isInstanceOf(Attachment.Attached.class);
                followed.detach();
            }
            assertThat(Integer.parseInt(followed.shell.line())).isEqualTo(3000);
            assertThat(followed.ask("T")).isZero();
            assertThat(followed.ask("z")).isZero();
            followed.ask("c");
            int moved = 0;
            for (int look = 0; look < 200 && moved < 200; look++) {
                followed.ask("E");
                followed.ask("E");
                followed.ask("E");
                followed.ask("E");
                followed.ask("E");
                moved = followed.ask("c");
            }
            assertThat(moved).isEqualTo(200);
            assertThat(followed.ask("e")).isEqualTo(200);
            assertThat(followed.end()).isEqualTo(7);
            assertThat(followed.engine.counters().unwatched()).isEmpty();
            assertThat(opens.count("/dev/null")).isPositive();
        }
    }

    @Test
    void aStoppedProgramStaysStopped() throws InterruptedException {
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            followed.ask("B 4");
            ProcessCalls.kill(followed.pid, Signals.SIGSTOP);
            Thread.sleep(30);
            followed.detach();
            assertThat(status(followed.pid, "TracerPid")).isEqualTo("0");
            awaitState(followed.pid, "T");
            followed.shell.say("p");
            Thread.sleep(30);
            assertThat(status(followed.pid, "State")).startsWith("T");
            ProcessCalls.kill(followed.pid, Signals.SIGCONT);
            assertThat(followed.shell.line()).isNotBlank();
            assertThat(followed.ask("e")).isEqualTo(4);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void aPausedProgramStaysStoppedBeforeItsCall() throws InterruptedException {
        opens.on(PATH, new Verdict.Pause());
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            followed.shell.say("o " + PATH);
            while (opens.count(PATH) == 0) {
                Thread.sleep(1);
            }
            followed.detach();
            awaitState(followed.pid, "T");
            ProcessCalls.kill(followed.pid, Signals.SIGCONT);
            assertThat(followed.shell.line()).isEqualTo("0");
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void aCallThatIsBeingDecidedIsDeniedStill() throws InterruptedException {
        CountDownLatch decided = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        opens.on(PATH, _ -> {
            decided.countDown();
            awaitQuietly(asked);
            return new Verdict.Deny(Errno.EACCES);
        });
        try (Followed followed = Followed.attached(Opens.CALLS, opens)) {
            followed.shell.say("o " + PATH);
            awaitQuietly(decided);
            var detached = followed.engine.detachAll();
            asked.countDown();
            assertThat(followed.shell.line()).isEqualTo("-" + Errno.EACCES);
            detached.orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(followed.ask("o " + PATH)).isZero();
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aCallThatWaitsGoesOnWaiting() throws IOException, InterruptedException {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            followed.shell.say("o " + fifo);
            awaitState(followed.pid, "S");
            for (int i = 0; i < 20; i++) {
                followed.attach();
                followed.detach();
            }
            awaitState(followed.pid, "S");
            Files.writeString(fifo, "");
            assertThat(followed.shell.line()).isEqualTo("0");
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void parentsThatWaitForTheirVforkChildAreLetGoToo() {
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            followed.shell.say("V 300");
            for (int i = 0; i < 50; i++) {
                followed.attach();
                followed.detach();
            }
            assertThat(followed.shell.line()).isEqualTo("300");
            assertThat(followed.ask("z")).isZero();
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void theDeathOfTheStopThreadLetsAllGo() throws InterruptedException {
        PtraceEngine engine = new PtraceEngine(Opens.CALLS, false, (_, cause) -> {
            throw new IllegalStateException(cause);
        });
        Thread stopThread = Thread.ofPlatform()
                .daemon()
                .unstarted(() -> engine.run(_ -> {
                    throw new IllegalStateException("made up");
                }));
        stopThread.setUncaughtExceptionHandler((_, _) -> {});
        stopThread.start();
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            assertThat(followed.ask("b 4")).isEqualTo(4);
            assertThat(engine.attach(followed.pid).join()).isInstanceOf(Attachment.Attached.class);
            assertThat(stopThread.join(Duration.ofSeconds(20))).isTrue();
            assertThat(followed.ask("o " + PATH)).isZero();
            assertThat(followed.ask("T")).isZero();
            assertThat(engine.hasEnded()).isTrue();
            assertThat(engine.attach(followed.pid).join()).asString().endsWith("the engine has ended");
            assertThat(followed.ask("e")).isEqualTo(4);
            assertThat(followed.end()).isEqualTo(7);
        }
    }

    @Test
    void aCallThatSignalsWouldEndDoesNotSeeTheInterruption() throws InterruptedException {
        assumeTrue(Architecture.IS_X86, "elsewhere epoll_wait ends with EINTR");
        try (Followed followed = Followed.started(Opens.CALLS, opens)) {
            for (int i = 0; i < 30; i++) {
                followed.shell.say("E");
                Thread.sleep(i % 20);
                followed.attach();
                Thread.sleep(i % 7);
                followed.detach();
                assertThat(followed.shell.line()).isEqualTo("0");
            }
            assertThat(followed.end()).isEqualTo(7);
        }
    }
}
