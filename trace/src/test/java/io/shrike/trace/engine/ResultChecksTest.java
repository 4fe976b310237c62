package io.shrike.trace.engine;

import static io.shrike.trace.engine.ResultCheck.Finding.ACCEPTED;
import static io.shrike.trace.engine.ResultCheck.Finding.FORBIDDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.model.Verdict;
import io.shrike.trace.testing.CProgram;
import io.shrike.trace.testing.TestChild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at the results of victim.c's calls. It is a grandchild: the virtual machine waits for its children, and eats their stops. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ResultChecksTest {
    @TempDir
    Path folder;

    private final List<Long> results = new CopyOnWriteArrayList<>();

    private static final class Watch implements AutoCloseable {
        private final TestChild shell;
        private final int victim;
        private final NotifyEngine engine;
        private final Thread thread;
        private final List<String> failures = new CopyOnWriteArrayList<>();

        Watch(boolean killable, ResultCheck check) {
            var program = CProgram.of("victim");
            assumeTrue(program.isPresent(), "cc is not installed");
            shell = TestChild.start(List.of(
                    "/bin/sh", "-c", "\"$0\" \"$1\"; exit $?", program.get().toString(), killable ? "1" : "0"));
            int theirs = Integer.parseInt(shell.line());
            victim = (int) ProcessHandle.of(shell.pid())
                    .flatMap(process -> process.children().findFirst())
                    .orElseThrow()
                    .pid();
            int pidfd = ProcessCalls.pidfdOpen(victim, 0);
            int listener = ProcessCalls.pidfdGetfd(pidfd, theirs);
            FileCalls.close(pidfd);
            assertThat(listener).isPositive();
            engine = new NotifyEngine(
                    new SeccompListener(listener), killable, (what, cause) -> failures.add(what + ": " + cause));
            thread = Thread.ofPlatform()
                    .daemon()
                    .start(() -> engine.run(stop -> {
                        stop.checkResult(victim, check);
                        return Verdict.CONTINUE;
                    }));
        }

        int ask(String letter, Path path) {
            return shell.ask(letter + " " + path);
        }

        @Override
        public void close() {
            shell.close();
            try {
                if (thread.join(Duration.ofSeconds(10))) {
                    engine.close();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ResultCheck.Finding note(long result) {
        results.add(result);
        return ACCEPTED;
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "t"})
    void looksAtWhatTheCallGaveAndLetsItsCallerGoOn(String from) {
        try (Watch watch = new Watch(true, this::note);
                ProcReader proc = new ProcReader()) {
            assertThat(watch.ask(from, folder.resolve("a"))).isZero();
            assertThat(watch.ask(from, folder.resolve("a"))).isEqualTo(-Errno.EEXIST);
            assertThat(watch.ask(from, folder.resolve("b/c"))).isEqualTo(-Errno.ENOENT);
            assertThat(results).containsExactly(0L, (long) -Errno.EEXIST, (long) -Errno.ENOENT);
            assertThat(watch.engine.counters().unwatched()).isEmpty();
            assertThat(proc.status(watch.victim).asOptional().orElseThrow().tracerPid())
                    .isZero();
            assertThat(watch.failures).isEmpty();
        }
    }

    @Test
    void losesNoSignalAndNoCallOfACallerThatSignalsInterrupt() {
        try (Watch watch = new Watch(true, this::note)) {
            for (int i = 0; i < 200; i++) {
                assertThat(watch.ask("i", folder.resolve("d" + i))).isZero();
            }
            assertThat(results).hasSize(200).containsOnly(0L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "t"})
    void killsTheCallerOfARefusedResult(String from) {
        try (Watch watch = new Watch(true, result -> result == 0 ? FORBIDDEN : ACCEPTED)) {
            watch.shell.say(from + " " + folder.resolve("a"));
            assertThat(watch.shell.end()).isEqualTo(128 + 9);
            assertThat(Files.exists(folder.resolve("a"))).isTrue();
            assertThat(watch.engine.counters().unwatched()).isEmpty();
        }
    }

    @Test
    void letsTheCallerGoOnWhateverTheCheckThrows() {
        ResultCheck broken = _ -> {
            throw new IllegalStateException("made up");
        };
        try (Watch watch = new Watch(true, broken)) {
            assertThat(watch.ask("m", folder.resolve("a"))).isZero();
            assertThat(watch.engine.counters().unwatched()).containsEntry("handlerFailed", 1L);
            assertThat(watch.failures).first().asString().contains("made up");
        }
    }

    @Test
    void countsWhatItCannotLookAt() {
        try (Watch watch = new Watch(false, this::note)) {
            assertThat(watch.ask("m", folder.resolve("a"))).isZero();
            assertThat(results).isEmpty();
            assertThat(watch.engine.counters().unwatched()).containsEntry("unchecked:noWaitKillable", 1L);
        }
    }
}
