package io.shrike.trace.engine.ptrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.trace.engine.StopHandler;
import io.shrike.trace.testing.CProgram;
import io.shrike.trace.testing.TestChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * followed.c, and an engine that follows it on a thread of its own. The program is a grandchild: the virtual machine waits for
 * its children, and eats their stops.
 */
final class Followed implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    final TestChild shell;
    final int pid;
    final PtraceEngine engine;
    final Thread thread;
    final List<String> failures = new CopyOnWriteArrayList<>();

    private Followed(List<String> wrapper, WantedCalls wanted, boolean filtered, StopHandler handler) {
        var program = CProgram.of("followed");
        assumeTrue(program.isPresent(), "cc is not installed");
        List<String> line = new ArrayList<>(wrapper);
        line.addAll(List.of(
                "/bin/sh",
                "-c",
                "exec 2>/dev/null; \"$0\"; exit $?",
                program.get().toString()));
        shell = TestChild.start(line);
        pid = Integer.parseInt(shell.line());
        engine = new PtraceEngine(wanted, filtered, (what, cause) -> failures.add(what + ": " + cause));
        thread = Thread.ofPlatform().daemon().name("stop").start(() -> engine.run(handler));
    }

    /** The program runs, and nobody follows it yet. */
    static Followed started(WantedCalls wanted, StopHandler handler) {
        return new Followed(List.of(), wanted, false, handler);
    }

    /** The same under another command, which runs the words after it. */
    static Followed startedBy(List<String> wrapper, WantedCalls wanted, StopHandler handler) {
        return new Followed(wrapper, wanted, false, handler);
    }

    /** It is followed, and stops at the opens that its own filter answers SECCOMP_RET_TRACE to. */
    static Followed filtered(WantedCalls wanted, StopHandler handler) {
        Followed followed = new Followed(List.of(), wanted, true, handler);
        assertThat(followed.attach()).isInstanceOf(Attachment.Attached.class);
        assertThat(followed.ask("r")).isZero();
        return followed;
    }

    /** It is followed. */
    static Followed attached(WantedCalls wanted, StopHandler handler) {
        Followed followed = started(wanted, handler);
        assertThat(followed.attach()).isInstanceOf(Attachment.Attached.class);
        return followed;
    }

    Attachment attach() {
        return engine.attach(pid).orTimeout(20, TimeUnit.SECONDS).join();
    }

    void detach() {
        engine.detachAll().orTimeout(20, TimeUnit.SECONDS).join();
    }

    int ask(String line) {
        return shell.ask(line);
    }

    /** Ends the program in its own way: the code that its parent sees. */
    int end() {
        shell.say("q");
        return shell.end();
    }

    /** Calls by name, in every ABI that this machine runs. */
    static WantedCalls calls(String... names) {
        Map<Abi, Set<Integer>> numbers = new EnumMap<>(Abi.class);
        for (Abi abi : Abi.host().runnable()) {
            Set<Integer> ofAbi = new HashSet<>();
            Arrays.stream(names)
                    .forEach(name -> SyscallTable.of(abi)
                            .number(name)
                            .ifPresent(number -> ofAbi.add(number & ~abi.numberBits())));
            numbers.put(abi, ofAbi);
        }
        return WantedCalls.of(numbers);
    }

    /** A line of the status file in /proc, without its key; empty when the thread is gone. */
    static String status(int tid, String key) {
        try {
            return Files.readAllLines(Path.of("/proc/" + tid + "/status")).stream()
                    .filter(line -> line.startsWith(key + ":"))
                    .map(line -> line.substring(key.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException gone) {
            return "";
        }
    }

    /** Waits until the thread's state is one of these letters. */
    static void awaitState(int tid, String letters) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        String state = status(tid, "State");
        while (state.isEmpty() || letters.indexOf(state.charAt(0)) < 0) {
            assertThat(System.nanoTime()).as("state %s of %d", state, tid).isLessThan(deadline);
            Thread.onSpinWait();
            state = status(tid, "State");
        }
    }

    @Override
    public void close() {
        ProcessHandle.of(pid).filter(_ -> shell.isAlive()).ifPresent(ProcessHandle::destroyForcibly);
        shell.close();
        engine.close();
        assertThat(engine.hasEnded()).isTrue();
        assertThat(failures).isEmpty();
    }
}
