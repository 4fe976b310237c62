package io.shrike.trace.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.trace.testing.TestChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
    private final ProcFacts facts = new ProcFacts();
    private final ProcessTable table = new ProcessTable(facts, Launchers.of(1));
    private final StoppedProcess stopped = new StoppedProcess(facts, table);

    @AfterEach
    void closeTable() {
        table.close();
        facts.close();
    }

    private TrackedProcess known(int tid) {
        return Objects.requireNonNull(table.of(tid));
    }

    private static long pidfds() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(ProcessTableTest::isPidfd).count();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static boolean isPidfd(Path fd) {
        try {
            String target = Files.readSymbolicLink(fd).toString();
            return target.contains("pidfd");
        } catch (IOException gone) {
            return false;
        }
    }

    private static Field<ByteString> text(String text) {
        return Field.known(ByteString.utf8(text));
    }

    @Test
    void learnsAProcessWhenItIsFirstAskedFor() {
        try (TestChild child = TestChild.tracee()) {
            TrackedProcess process = known(child.pid());
            assertThat(process.pid()).isEqualTo(child.pid());
            assertThat(process.parentPid()).isEqualTo(ProcessCalls.getpid());
            assertThat(table.of(child.pid())).isSameAs(process);
        }
    }

    @Test
    void tellsWhoWhatAndSinceWhen() {
        Instant before = Instant.now();
        try (TestChild child = TestChild.tracee("-c", "/proc")) {
            stopped.target(child.pid());
            assertThat(stopped.pid()).isEqualTo(child.pid());
            assertThat(stopped.tid()).isEqualTo(child.pid());
            assertThat(stopped.ppid()).isEqualTo(ProcessCalls.getpid());
            assertThat(stopped.uid()).isEqualTo(Field.known(ProcessCalls.getuid()));
            assertThat(stopped.cwd()).isEqualTo(text("/proc"));
            assertThat(stopped.executable().asOptional().orElseThrow().toString())
                    .endsWith("/tracee");
            assertThat(stopped.arguments().asOptional().orElseThrow())
                    .endsWith(ByteString.utf8("-c"), ByteString.utf8("/proc"));
            assertThat(Duration.between(stopped.startTime().asOptional().orElseThrow(), before)
                            .abs())
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(stopped.snapshot().snapshot()).isEqualTo(stopped.snapshot());
        }
    }

    @Test
    void leadsFromAThreadToItsProcess() {
        try (TestChild child = TestChild.tracee("-t")) {
            int thread = child.told().getFirst();
            TrackedProcess process = known(thread);
            assertThat(process.pid()).isEqualTo(child.pid());
            assertThat(table.of(child.pid())).isSameAs(process);
            assertThat(table.of(thread)).isSameAs(process);
            stopped.target(thread);
            assertThat(stopped.pid()).isEqualTo(child.pid());
            assertThat(stopped.tid()).isEqualTo(thread);
        }
    }

    @Test
    void knowsNothingOfAThreadThatIsGone() {
        TestChild child = TestChild.tracee("-t");
        int thread = child.told().getFirst();
        known(thread);
        known(child.pid());
        child.close();
        LockSupport.parkNanos(2 * ProcessTable.BELIEVED_NANOS);
        assertThat(table.of(thread)).isNull();
        assertThat(table.of(child.pid())).isNull();
        assertThat(table.of(0)).isNull();
        stopped.target(child.pid());
        assertThat(stopped.pid()).isEqualTo(child.pid());
        assertThat(stopped.executable()).isEqualTo(Field.unreadable("ESRCH"));
        assertThat(stopped.uid()).isEqualTo(Field.unreadable("ENOENT"));
        assertThat(stopped.ancestors()).isEmpty();
    }

    @Test
    void namesAncestorsNearestFirstUpToTheLauncher() {
        try (TestChild forker = TestChild.start("forker");
                ProcessTable below = new ProcessTable(facts, Launchers.of(ProcessCalls.getpid()))) {
            int last = forker.ask("g 4");
            List<Ancestor> ancestors = Objects.requireNonNull(below.of(last)).ancestors(facts);
            assertThat(ancestors).hasSize(4);
            assertThat(ancestors.getLast().pid()).isEqualTo(forker.pid());
            assertThat(ancestors)
                    .allSatisfy(ancestor -> assertThat(ancestor.executable()
                                    .asOptional()
                                    .orElseThrow()
                                    .toString())
                            .endsWith("/forker"));
            assertThat(known(last).ancestors(facts).get(4).pid()).isEqualTo(ProcessCalls.getpid());
        }
    }

    @Test
    void keepsTheAncestorsOfAnOrphan() {
        try (TestChild shell = TestChild.start(List.of("sh", "-c", "sleep 1000 & echo $!; read line; exit 0"))) {
            int orphan = Integer.parseInt(shell.line());
            TrackedProcess process = known(orphan);
            assertThat(process.ancestors(facts).getFirst().pid()).isEqualTo(shell.pid());
            shell.say("");
            shell.end();
            assertThat(table.of(orphan)).isSameAs(process);
            assertThat(process.ancestors(facts).getFirst().pid()).isEqualTo(shell.pid());
            assertThat(process.ancestors(facts).getFirst().executable().asOptional())
                    .isPresent();
            stopped.target(orphan);
            assertThat(stopped.ppid()).isNotEqualTo(shell.pid());
            ProcessCalls.kill(orphan, 9);
        }
    }

    @Test
    void looksAgainAfterAnExec() {
        try (TestChild shell = TestChild.start(List.of("sh", "-c", "echo; read line; exec cat /proc/self/stat -"))) {
            shell.line();
            TrackedProcess process = known(shell.pid());
            assertThat(process.program(facts)
                            .arguments()
                            .asOptional()
                            .orElseThrow()
                            .getFirst())
                    .isEqualTo(ByteString.utf8("sh"));
            process.executing(text("/usr/bin/cat"), Field.known(List.of(ByteString.utf8("cat"))));
            shell.say("");
            shell.line();
            assertThat(known(shell.pid())).isSameAs(process);
            assertThat(process.program(facts)
                            .executable()
                            .asOptional()
                            .orElseThrow()
                            .toString())
                    .endsWith("/cat");
            assertThat(process.program(facts).arguments())
                    .isEqualTo(Field.known(
                            List.of(ByteString.utf8("cat"), ByteString.utf8("/proc/self/stat"), ByteString.utf8("-"))));
        }
    }

    @Test
    void keepsWhatTheExecSaidOfAProcessThatIsGone() {
        TrackedProcess process;
        try (TestChild child = TestChild.tracee()) {
            process = known(child.pid());
            process.executing(text("/opt/tool"), Field.known(List.of(ByteString.utf8("tool"))));
        }
        assertThat(process.program(facts).executable()).isEqualTo(text("/opt/tool"));
        assertThat(process.program(facts).arguments()).isEqualTo(Field.known(List.of(ByteString.utf8("tool"))));
    }

    /** Makes a process of a number that was just given up, which the kernel may take a moment to notice. */
    private static void bringBack(TestChild forker, int number) {
        int made = forker.ask("r " + number);
        for (int i = 0; i < 1000 && made == -Errno.EEXIST; i++) {
            made = forker.ask("r " + number);
        }
        assumeTrue(made != -Errno.ENOSYS && made != -Errno.EINVAL, "no clone3 with set_tid here");
        assertThat(made).isEqualTo(number);
        // whoever chooses an id can have it back sooner than the kernel gives it; see docs/adr/0010-cost-of-a-stop.md
        pause(2 * ProcessTable.BELIEVED_NANOS);
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void givesAReusedNumberNothingOfTheDead() {
        assumeTrue(ProcessCalls.getuid() == 0, "choosing a process number needs root");
        try (TestChild forker = TestChild.start("forker")) {
            int number = forker.ask("n");
            TrackedProcess first = known(number);
            first.executing(text("/old"), Field.known(List.of()));
            forker.ask("k " + number);
            bringBack(forker, number);
            TrackedProcess second = known(number);
            assertThat(second).isNotSameAs(first);
            assertThat(second.program(facts)
                            .executable()
                            .asOptional()
                            .orElseThrow()
                            .toString())
                    .endsWith("/forker");
        }
    }

    @Test
    void givesTheNumberOfADeadThreadToTheProcessThatHasItNow() {
        assumeTrue(ProcessCalls.getuid() == 0, "choosing a process number needs root");
        try (TestChild forker = TestChild.start("forker")) {
            int number;
            try (TestChild other = TestChild.tracee("-t")) {
                number = other.told().getFirst();
                known(number);
            }
            bringBack(forker, number);
            assertThat(known(number).pid()).isEqualTo(number);
            assertThat(known(number).parentPid()).isEqualTo(forker.pid());
        }
    }

    @Test
    void cutsAChainThatNeverEnds() {
        try (TestChild forker = TestChild.start("forker")) {
            int last = forker.ask("g 150");
            Set<Integer> seen = new HashSet<>();
            List<Ancestor> ancestors = known(last).ancestors(facts);
            ancestors.forEach(ancestor -> assertThat(seen.add(ancestor.pid())).isTrue());
            assertThat(ancestors.size()).isBetween(TrackedProcess.MAX_DEPTH / 2, TrackedProcess.MAX_DEPTH);
        }
    }

    @Test
    void boundsTheChainOfProcessesThatWereLearnedOneByOne() {
        TrackedProcess at = new TrackedProcess(1, -1, 0, 0, null);
        for (int generation = 0; generation < 1000; generation++) {
            at = new TrackedProcess(generation + 2, -1, 0, generation + 1, at);
            int length = 0;
            for (TrackedProcess up = at.parent(); up != null; up = up.parent()) {
                length++;
            }
            assertThat(length).isLessThan(2 * TrackedProcess.MAX_DEPTH);
            if (generation >= TrackedProcess.MAX_DEPTH) {
                assertThat(length).isGreaterThanOrEqualTo(TrackedProcess.MAX_DEPTH / 2);
            }
        }
    }

    @Test
    void holdsNoDescriptorOfFiveThousandShortLives() {
        long before = pidfds();
        try (TestChild forker = TestChild.start("forker")) {
            long most = 0;
            for (int round = 0; round < 25; round++) {
                forker.say("b 200");
                for (String child : forker.line().strip().split(" ")) {
                    assertThat(known(Integer.parseInt(child)).parentPid()).isEqualTo(forker.pid());
                }
                most = Math.max(most, pidfds() - before);
                assertThat(forker.ask("e")).isEqualTo(200);
            }
            assertThat(most).isBetween(200L, 900L);
            assertThat(table.size()).isLessThan(900);
        }
        table.close();
        assertThat(pidfds()).isEqualTo(before);
    }
}
