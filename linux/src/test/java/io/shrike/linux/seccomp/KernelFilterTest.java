package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel of this machine agrees with the interpreter, the verifier and the compiler. No call is ever made. */
class KernelFilterTest {
    private static final int MATCH = 1001;
    private static final int OTHERWISE = 1002;
    private static final FilterDefaults ERRNOS =
            new FilterDefaults(SeccompAction.errno(MATCH), SeccompAction.errno(OTHERWISE));
    private static final long JUNK = 0xDEADBEEF_00000000L;

    @TempDir
    private Path directory;

    private Victim victim;

    @BeforeEach
    void compileTheVictim() throws IOException, InterruptedException {
        victim = Victim.compile(directory);
    }

    private static SeccompData call(Abi abi, String name, long... arguments) {
        return SeccompData.of(abi, SyscallTable.of(abi).number(name).orElseThrow(), arguments);
    }

    @Test
    void letsCallsPassThatNoRuleWants() throws IOException, InterruptedException {
        BpfProgram program = FilterCompiler.compile(
                Abi.host(),
                List.of(FilterRule.always("getpid")),
                new FilterDefaults(SeccompAction.errno(MATCH), SeccompAction.ALLOW));
        List<SeccompData> calls =
                List.of(call(Abi.host(), "getpid"), call(Abi.host(), "getppid"), call(Abi.host(), "close", -1));
        List<String> results = victim.run(List.of(new Victim.Job(program, calls)));
        assertThat(results.get(0)).isEqualTo("-1001");
        assertThat(Integer.parseInt(results.get(1))).isPositive();
        assertThat(results.get(2)).isEqualTo("-9");
    }

    @Test
    void stopsTheSameCallsAsTheInterpreter() throws IOException, InterruptedException {
        Abi host = Abi.host();
        List<Victim.Job> jobs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            RandomFilters filters = new RandomFilters(round);
            List<FilterRule> rules = filters.rules(1 + round * 4);
            BpfProgram program = FilterCompiler.compile(host, rules, ERRNOS);
            List<SeccompData> calls = new ArrayList<>();
            while (calls.size() < 200) {
                SeccompData call = filters.call(host, rules);
                if (call.arch() == host.auditArch() && isShownToFilters(call.nr())) {
                    calls.add(call);
                    expected.add(answer(program, call));
                }
            }
            jobs.add(new Victim.Job(program, calls));
        }
        agree(jobs, expected);
        assertThat(expected).contains("-" + MATCH, "-" + OTHERWISE);
    }

    @Test
    void stopsCallsThroughInt80() throws IOException, InterruptedException {
        assumeTrue(Abi.host() == Abi.X86_64, "int 0x80 exists on x86_64 alone");
        BpfProgram program = FilterCompiler.compile(
                Abi.X86_64,
                List.of(
                        FilterRule.when("openat", ArgumentTest.anySet(2, 1)),
                        FilterRule.always("connect"),
                        FilterRule.always("setuid")),
                ERRNOS);
        List<SeccompData> calls = List.of(
                call(Abi.I386, "openat", -100, 0, JUNK | 1),
                call(Abi.I386, "openat", -100, 0, JUNK),
                call(Abi.I386, "socketcall", JUNK | 3),
                call(Abi.I386, "socketcall", 2),
                call(Abi.I386, "setuid32"),
                call(Abi.I386, "read"));
        List<String> results = victim.run(List.of(new Victim.Job(program, calls)));
        assumeTrue(!results.getFirst().equals("refused -1"), "this kernel has no 32-bit emulation");
        assertThat(results).containsExactly("-1001", "-1002", "-1001", "-1002", "-1001", "-1002");
    }

    @Test
    void acceptsWhatTheVerifierAccepts() throws IOException, InterruptedException {
        Random random = new Random(7);
        List<Victim.Job> jobs = new ArrayList<>();
        while (jobs.size() < 400) {
            jobs.add(new Victim.Job(RandomPrograms.any(random), List.of(SeccompData.of(Abi.host(), 0))));
        }
        List<Boolean> verifier = jobs.stream()
                .map(job -> BpfVerifier.problem(job.program()).isEmpty())
                .toList();
        List<Boolean> kernel = victim.run(jobs).stream()
                .map(result -> !result.equals("refused 22"))
                .toList();
        assertThat(verifier).isEqualTo(kernel);
        assertThat(verifier).contains(true, false);
    }

    @Test
    void computesWhatTheInterpreterComputes() throws IOException, InterruptedException {
        Random random = new Random(8);
        List<Victim.Job> jobs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        while (jobs.size() < 200) {
            BpfProgram program = RandomPrograms.legal(random);
            List<SeccompData> calls = new RandomFilters(jobs.size())
                    .rules(3).stream()
                            .map(rule -> SeccompData.of(
                                    Abi.host(),
                                    random.nextInt(300),
                                    random.nextLong(),
                                    random.nextInt(8),
                                    random.nextLong()))
                            .toList();
            calls.forEach(call -> expected.add(answer(program, call)));
            jobs.add(new Victim.Job(program, calls));
        }
        agree(jobs, expected);
    }

    /** The kernel calls uretprobe and uprobe itself, from code of its own, and asks no filter about them. */
    private static boolean isShownToFilters(int nr) {
        return nr >= 0 && nr != 335 && nr != 336;
    }

    private void agree(List<Victim.Job> jobs, List<String> expected) throws IOException, InterruptedException {
        List<String> results = victim.run(jobs);
        int index = 0;
        for (Victim.Job job : jobs) {
            for (SeccompData call : job.calls()) {
                assertThat(results.get(index))
                        .as(() -> call + " under\n" + BpfText.print(job.program()))
                        .isEqualTo(expected.get(index));
                index++;
            }
        }
    }

    private static String answer(BpfProgram program, SeccompData call) {
        int action = BpfInterpreter.run(program, call);
        assertThat(action & SeccompAction.ACTION_MASK).isEqualTo(SeccompAction.ERRNO);
        return Integer.toString(-(action & SeccompAction.DATA_MASK));
    }
}
