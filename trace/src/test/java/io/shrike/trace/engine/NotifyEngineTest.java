package io.shrike.trace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.seccomp.SeccompListener;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Verdict;
import io.shrike.trace.testing.TestChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine over a real listener: victim.c makes directories. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class NotifyEngineTest {
    private static final int SIGCONT = 18;

    @TempDir
    Path folder;

    /** A victim, and an engine that serves it on a thread of its own. */
    private static final class Watch implements AutoCloseable {
        private final TestChild victim;
        private final NotifyEngine engine;
        private final Thread thread;
        private final List<String> failures = new CopyOnWriteArrayList<>();

        Watch(boolean killable, StopHandler handler) {
            victim = TestChild.start("victim", killable ? "1" : "0");
            int theirs = Integer.parseInt(victim.line());
            assertThat(theirs).isPositive();
            int pidfd = ProcessCalls.pidfdOpen(victim.pid(), 0);
            int listener = ProcessCalls.pidfdGetfd(pidfd, theirs);
            FileCalls.close(pidfd);
            assertThat(listener).isPositive();
            engine = new NotifyEngine(
                    new SeccompListener(listener), killable, (what, cause) -> failures.add(what + ": " + cause));
            thread = Thread.ofPlatform().daemon().start(() -> engine.run(handler));
        }

        int mkdir(Path path) {
            return victim.ask("m " + path);
        }

        int end() {
            victim.say("q");
            return victim.end();
        }

        @Override
        public void close() {
            victim.close();
            try {
                if (thread.join(Duration.ofSeconds(10))) {
                    engine.close();
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String state(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
        } catch (IOException gone) {
            return "gone";
        }
    }

    private static void awaitState(int pid, String state) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!state(pid).equals(state)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static int mkdirNumber() {
        SyscallTable table = SyscallTable.of(Abi.host());
        return table.number("mkdir").orElseGet(() -> table.number("mkdirat").orElseThrow());
    }

    @Test
    void showsTheCallAndLetsItRun() {
        AtomicInteger number = new AtomicInteger();
        AtomicInteger tid = new AtomicInteger();
        StopHandler handler = stop -> {
            number.set(stop.number());
            tid.set(stop.tid());
            assertThat(stop.abi()).isEqualTo(Abi.host());
            assertThat(stop.argument(0)).isNotZero();
            assertThat(stop.stillStopped()).isTrue();
            return Verdict.CONTINUE;
        };
        try (Watch watch = new Watch(true, handler)) {
            assertThat(watch.mkdir(folder.resolve("a"))).isZero();
            assertThat(folder.resolve("a")).isDirectory();
            assertThat(number).hasValue(mkdirNumber());
            assertThat(tid).hasValue(watch.victim.pid());
            assertThat(watch.victim.ask("t " + folder.resolve("b"))).isZero();
            assertThat(tid.get()).isNotEqualTo(watch.victim.pid());
            assertThat(watch.engine.counters().stops()).isEqualTo(2);
            assertThat(watch.engine.counters().unwatched()).isEmpty();
            assertThat(watch.engine.name()).isEqualTo("notify");
            assertThat(watch.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EPERM, Errno.EACCES, Errno.ENOSYS})
    void failsADeniedCallWithTheErrno(int errno) {
        try (Watch watch = new Watch(true, _ -> new Verdict.Deny(errno))) {
            assertThat(watch.mkdir(folder.resolve("a"))).isEqualTo(-errno);
            assertThat(folder.resolve("a")).doesNotExist();
            assertThat(watch.end()).isZero();
            assertThat(watch.engine.counters().unwatched()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "t"})
    void killsTheProcessBeforeATerminatedCallRuns(String from) {
        for (boolean killable : new boolean[] {true, false}) {
            try (Watch watch = new Watch(killable, _ -> new Verdict.Terminate())) {
                watch.victim.say(from + " " + folder.resolve("a"));
                assertThat(watch.victim.end()).isEqualTo(128 + 9);
                assertThat(folder.resolve("a")).doesNotExist();
                assertThat(watch.engine.counters().unwatched()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holdsAPausedCallUntilTheProcessIsContinued(boolean killable) {
        try (Watch watch = new Watch(killable, _ -> new Verdict.Pause())) {
            watch.victim.say("m " + folder.resolve("a"));
            awaitState(watch.victim.pid(), "T");
            assertThat(folder.resolve("a")).doesNotExist();
            ProcessCalls.kill(watch.victim.pid(), SIGCONT);
            assertThat(watch.victim.line()).isEqualTo("0");
            assertThat(folder.resolve("a")).isDirectory();
            watch.victim.say("t " + folder.resolve("b"));
            awaitState(watch.victim.pid(), "T");
            assertThat(folder.resolve("b")).doesNotExist();
            ProcessCalls.kill(watch.victim.pid(), SIGCONT);
            assertThat(watch.victim.line()).isEqualTo("0");
            assertThat(watch.end()).isZero();
            assertThat(watch.engine.counters().unwatched()).isEmpty();
        }
    }

    @Test
    void letsTheCallRunWhateverTheHandlerThrows() {
        AtomicInteger turn = new AtomicInteger();
        StopHandler handler = _ -> switch (turn.getAndIncrement()) {
            case 0 -> throw new IllegalStateException("zero");
            case 1 -> throw new AssertionError("one");
            case 2 -> throw new StackOverflowError();
            case 3 -> throw new OutOfMemoryError("made up");
            case 4 -> throw new NoSuchFieldError("made up");
            default -> Verdict.CONTINUE;
        };
        try (Watch watch = new Watch(true, handler)) {
            for (int i = 0; i < 6; i++) {
                assertThat(watch.mkdir(folder.resolve("d" + i))).isZero();
                assertThat(folder.resolve("d" + i)).isDirectory();
            }
            assertThat(watch.engine.counters().unwatched()).isEqualTo(Map.of("handlerFailed", 5L));
            assertThat(watch.engine.counters().stops()).isEqualTo(6);
            assertThat(watch.failures).isNotEmpty().first().asString().contains("zero");
        }
    }

    @Test
    void countsACallWhoseCallerWasKilledMeanwhile() {
        StopHandler handler = stop -> {
            ProcessCalls.kill(stop.tid(), 9);
            awaitNoStop(stop);
            return Verdict.CONTINUE;
        };
        try (Watch watch = new Watch(true, handler)) {
            watch.victim.say("m " + folder.resolve("a"));
            assertThat(watch.victim.end()).isEqualTo(128 + 9);
            assertThat(folder.resolve("a")).doesNotExist();
            assertThat(awaitWithdrawn(watch)).isEqualTo(1);
            assertThat(watch.engine.counters().unwatched()).isEmpty();
        }
    }

    private static void awaitNoStop(Stop stop) {
        while (stop.stillStopped()) {
            Thread.onSpinWait();
        }
    }

    private static long awaitWithdrawn(Watch watch) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (watch.engine.counters().withdrawn() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return watch.engine.counters().withdrawn();
    }

    @Test
    void survivesCallersThatSignalsInterrupt() {
        StopHandler handler = _ -> {
            long end = System.nanoTime() + 3_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return Verdict.CONTINUE;
        };
        try (Watch watch = new Watch(true, handler)) {
            for (int i = 0; i < 50; i++) {
                assertThat(watch.victim.ask("i " + folder.resolve("d" + i))).isZero();
            }
            assertThat(watch.end()).isZero();
        }
    }

    @Test
    void endsWhenTheLastTaskIsGone() throws InterruptedException {
        try (Watch watch = new Watch(true, _ -> Verdict.CONTINUE)) {
            assertThat(watch.mkdir(folder.resolve("a"))).isZero();
            assertThat(watch.end()).isZero();
            assertThat(watch.thread.join(Duration.ofSeconds(10))).isTrue();
            assertThat(watch.engine.counters().stops()).isEqualTo(1);
            assertThat(watch.engine.counters().unwatched()).isEmpty();
        }
    }

    @Test
    void endsOnADescriptorThatIsNoListener() throws InterruptedException {
        try (NotifyEngine engine = new NotifyEngine(new SeccompListener(-1), true, (_, _) -> {})) {
            Thread thread = Thread.ofPlatform().daemon().start(() -> engine.run(_ -> Verdict.CONTINUE));
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void takesNoProcessorTimeWhileNothingHappens() {
        AtomicInteger server = new AtomicInteger();
        StopHandler handler = _ -> {
            server.set(ProcessCalls.gettid());
            return Verdict.CONTINUE;
        };
        try (Watch watch = new Watch(true, handler)) {
            assertThat(watch.mkdir(folder.resolve("a"))).isZero();
            long before = ticks(server.get());
            assertThat(watch.engine.awaitEnd(Duration.ofMillis(300))).isFalse();
            assertThat(ticks(server.get()) - before).isLessThan(10);
        }
    }

    /** Processor time of a thread of this process, in hundredths of a second. */
    private static long ticks(int tid) {
        try {
            String stat = Files.readString(Path.of("/proc/self/task/" + tid + "/stat"));
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(words[11]) + Long.parseLong(words[12]);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void tellsAnotherThreadThatTheEndHasCome() {
        try (Watch watch = new Watch(true, _ -> Verdict.CONTINUE)) {
            assertThat(watch.mkdir(folder.resolve("a"))).isZero();
            assertThat(watch.engine.awaitEnd(Duration.ZERO)).isFalse();
            assertThat(watch.engine.awaitEnd(Duration.ofMillis(20))).isFalse();
            assertThat(watch.end()).isZero();
            assertThat(watch.engine.awaitEnd(Duration.ofSeconds(20))).isTrue();
        }
    }
}
