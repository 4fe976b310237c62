package io.shrike.trace.decode;

import static io.shrike.linux.abi.Fcntl.O_WRONLY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Activity;
import io.shrike.model.Activity.Detail;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.Activity.SyscallActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.ProcessRef;
import io.shrike.model.Verdict;
import io.shrike.trace.testing.CallBench;
import io.shrike.trace.testing.FakeStop;
import io.shrike.trace.testing.TestChild;
import io.shrike.trace.tree.ProcFacts;
import io.shrike.trace.tree.TrackedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CallDecoderTest {
    private static final int AT_FDCWD = -100;
    private static final Needs NOTHING = new Needs(Set.of(), Set.of(), false);

    @TempDir
    Path folder;

    private static int number(Abi abi, String name) {
        return SyscallTable.of(abi).number(name).orElseThrow() & ~abi.numberBits();
    }

    private static SyscallActivity raw(List<Activity> activities) {
        assertThat(activities).hasSize(1);
        return (SyscallActivity) activities.getFirst();
    }

    private static Detail detail(String name, String value) {
        return new Detail(name, Field.known(ByteString.utf8(value)));
    }

    @ParameterizedTest
    @CsvSource({"X86_64, 257", "I386, 295", "X32, 257", "AARCH64, 56", "ARM, 322"})
    void decodesByTheTableOfTheAbi(Abi abi, int openat) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (CallBench bench = new CallBench()) {
            FakeStop stop =
                    new FakeStop(abi, openat, ProcessCalls.getpid(), AT_FDCWD, bench.put(file.toString()), O_WRONLY);
            FileActivity activity = (FileActivity) bench.stop(stop).getFirst();
            assertThat(activity.syscall()).isEqualTo("openat");
            assertThat(activity.effects().getFirst().target().path())
                    .isEqualTo(Field.known(ByteString.utf8(file.toString())));
        }
    }

    @ParameterizedTest
    @CsvSource({"X86_64, 59", "I386, 11", "X32, 520", "AARCH64, 221", "ARM, 11"})
    void knowsExecveOfEveryAbi(Abi abi, int execve) {
        try (CallBench bench = new CallBench()) {
            FakeStop stop = new FakeStop(abi, execve, ProcessCalls.getpid(), bench.put("/bin/sh"), 0, 0);
            assertThat(bench.stop(stop)).singleElement().isInstanceOf(ExecActivity.class);
        }
    }

    @Test
    void readsNarrowArgumentVectors() {
        String strings = "68690000";
        String pointers = "00000020" + "01000020" + "00000000";
        try (TestChild caller = TestChild.tracee(
                        "-o", "9", "/bin/sh", "-m", "0x20000000", strings, "-m", "0x30000ff4", pointers);
                CallBench bench = new CallBench()) {
            for (Abi abi : List.of(Abi.I386, Abi.X32, Abi.ARM)) {
                FakeStop stop = new FakeStop(
                        abi, number(abi, "execveat"), caller.pid(), 9, 0x20000002L, 0x30000ff4L, 0, 0x1000);
                ExecActivity exec = (ExecActivity) bench.stop(stop).getFirst();
                assertThat(exec.arguments())
                        .isEqualTo(Field.known(List.of(ByteString.utf8("hi"), ByteString.utf8("i"))));
            }
        }
    }

    /** The last eight bytes of any stack are zero: an empty string. */
    private static long stackEnd(TestChild tracee) {
        try (var lines = Files.lines(Path.of("/proc/" + tracee.pid() + "/maps"))) {
            String stack =
                    lines.filter(line -> line.endsWith("[stack]")).findFirst().orElseThrow();
            return Long.parseUnsignedLong(stack.split("[- ]")[1], 16) - 8;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void tellsATracedCallByItsArguments() {
        Needs needs = new Needs(Set.of(), Set.of("ptrace", "setuid", "kill", "prctl", "memfd_create", "mount"), false);
        try (CallBench bench = new CallBench(needs, 0).abi(Abi.X86_64)) {
            SyscallActivity ptrace = raw(bench.call("ptrace", 16, 4711, 0, 0));
            assertThat(ptrace.arguments()).containsExactly(16L, 4711L, 0L, 0L, 0L, 0L);
            assertThat(ptrace.details()).containsExactly(detail("request", "PTRACE_ATTACH"), detail("pid", "4711"));
            assertThat(raw(bench.call("setuid", 0xdeadbeef00000000L)).details()).containsExactly(detail("uid", "0"));
            assertThat(raw(bench.call("setuid", 0xfffffffeL)).details()).containsExactly(detail("uid", "4294967294"));
            assertThat(raw(bench.call("setuid", -1)).details()).containsExactly(detail("uid", "-1"));
            assertThat(raw(bench.call("kill", -4711, 9)).details())
                    .containsExactly(detail("pid", "-4711"), detail("sig", "SIGKILL"));
            assertThat(raw(bench.call("memfd_create", "name", 3)).details())
                    .containsExactly(detail("name", "name"), detail("flags", "0x3"));
            assertThat(raw(bench.call("mount", 0, "/mnt", "tmpfs", 6)).details())
                    .containsExactly(
                            detail("source", "NULL"),
                            detail("target", "/mnt"),
                            detail("filesystemtype", "tmpfs"),
                            detail("mountflags", "0x6"));
            assertThat(raw(bench.call("memfd_create", 16L, 0)).details().getFirst())
                    .isEqualTo(new Detail("name", Field.unreadable("EFAULT")));
        }
    }

    /** The old calls of the 32-bit ABIs cut an id to 16 bits (kernel/uid16.c). */
    @ParameterizedTest
    @CsvSource({"setuid, 0x10000, 0", "setuid, 0xffff, -1", "setuid, 0x3e8, 1000", "setuid32, 0x10000, 65536"})
    void tellsTheIdThatTheKernelUses(String call, String id, String told) {
        try (CallBench bench = new CallBench(new Needs(Set.of(), Set.of(call), false), 0).abi(Abi.I386)) {
            assertThat(raw(bench.call(call, Long.decode(id))).details()).containsExactly(detail("uid", told));
        }
    }

    @Test
    void remembersAnExecThatGoesOnOrIsPaused() {
        for (Verdict verdict : List.of(Verdict.CONTINUE, new Verdict.Pause())) {
            assertThat(executableAfter(verdict)).isEqualTo("/usr/bin/env");
        }
        for (Verdict verdict : List.of(new Verdict.Deny(1), new Verdict.Terminate())) {
            assertThat(executableAfter(verdict)).endsWith("/tracee");
        }
    }

    /** What is known of a process that was told to execute env, and is gone before anybody looked. */
    private static String executableAfter(Verdict verdict) {
        TestChild caller =
                TestChild.tracee("-m", "0x20000000", HexFormat.of().formatHex("/usr/bin/env".getBytes(US_ASCII)));
        try (caller;
                ProcFacts facts = new ProcFacts();
                CallBench bench = new CallBench().abi(Abi.X86_64).caller(caller.pid())) {
            TrackedProcess process = Objects.requireNonNull(bench.table().of(caller.pid()));
            bench.answer(verdict);
            assertThat(bench.call("execve", 0x20000000L, 0, 0)).hasSize(1);
            caller.close();
            return switch (process.program(facts).executable()) {
                case Field.Known<ByteString>(ByteString path) -> path.toString();
                case Field.Unreadable<ByteString>(String reason) -> reason;
            };
        }
    }

    @Test
    void tellsTheFileOfADescriptorOrItsNumber() throws IOException {
        Needs needs = new Needs(Set.of(), Set.of("finit_module"), false);
        try (TestChild caller = TestChild.tracee("-o", "9", "/etc/passwd");
                CallBench bench = new CallBench(needs, 0).abi(Abi.X86_64).caller(caller.pid())) {
            assertThat(raw(bench.call("finit_module", 9, 0, 0)).details().getFirst())
                    .isEqualTo(detail("fd", "/etc/passwd"));
            assertThat(raw(bench.call("finit_module", 77, 0, 0)).details().getFirst())
                    .isEqualTo(detail("fd", "77"));
            assertThat(raw(bench.call("finit_module", -1, 0, 0)).details().getFirst())
                    .isEqualTo(detail("fd", "-1"));
        }
    }

    @Test
    void tellsATracedCallThatHasNoEffect() {
        Needs traced = new Needs(Set.of(Interest.FILE_READ), Set.of("openat"), false);
        Needs untraced = new Needs(Set.of(Interest.FILE_READ), Set.of(), false);
        try (CallBench tells = new CallBench(traced, 0);
                CallBench silent = new CallBench(untraced, 0)) {
            assertThat(raw(tells.call("openat", AT_FDCWD, "/nowhere", 0, 0)).details())
                    .contains(detail("pathname", "/nowhere"));
            assertThat(silent.call("openat", AT_FDCWD, "/nowhere", 0, 0)).isEmpty();
        }
    }

    @Test
    void handsTheRegistersOfACallOnWhereARuleAsksForThem() {
        Needs asked =
                new Needs(Set.of(Interest.FILE_READ), Set.of("openat"), false, Map.of(), Set.of("openat"), Set.of());
        try (CallBench bench = new CallBench(asked, 0)) {
            assertThat(bench.call("openat", AT_FDCWD, "/", 0x10000, 0).getFirst())
                    .isInstanceOf(FileActivity.class);
            bench.call("open", "/", 0x10000, 0);
            assertThat(bench.rawArguments()).hasSize(2);
            assertThat(bench.rawArguments().getFirst())
                    .hasSize(6)
                    .startsWith(-100L)
                    .contains(0x10000L);
            assertThat(bench.rawArguments().getLast()).isEmpty();
        }
    }

    @Test
    void servesEachStopByOnePolicyAndTheNextByTheNew() {
        List<String> told = new ArrayList<>();
        try (CallBench bench = new CallBench(NOTHING, 0)) {
            assertThat(bench.call("openat", AT_FDCWD, "/nowhere", 0, 0)).isEmpty();
            CallDecoder decoder = bench.decoder();
            Needs traced = new Needs(Set.of(), Set.of("openat", "mmap"), false);
            Needs libraries = new Needs(Set.of(Interest.LIBRARY), Set.of(), false);
            decoder.adopt(NOTHING, (_, _, _, _) -> Verdict.CONTINUE, () -> told.add("never begun"));
            decoder.adopt(
                    traced,
                    (activity, _, _, _) -> {
                        told.add(activity.syscall());
                        decoder.adopt(
                                libraries,
                                (_, _, _, _) -> {
                                    told.add("not seen");
                                    return Verdict.CONTINUE;
                                },
                                () -> told.add("second begun"));
                        return Verdict.CONTINUE;
                    },
                    () -> told.add("first begun"));
            bench.call("openat", AT_FDCWD, "/nowhere", 0, 0);
            bench.call("openat", AT_FDCWD, "/nowhere", 0, 0);
            bench.call("mmap", 0, 4096, 3, 0x22, -1, 0);
        }
        assertThat(told).containsExactly("first begun", "openat", "second begun");
    }

    @Test
    void namesANumberThatNoTableHas() {
        try (CallBench bench = new CallBench(new Needs(Set.of(), Set.of(), true), 0)) {
            for (int number : new int[] {999, 1023, 1024, 70_000, Integer.MAX_VALUE, -1}) {
                FakeStop stop = new FakeStop(Abi.X86_64, number, ProcessCalls.getpid(), 1, 2, 3, 4, 5, 6);
                SyscallActivity activity = raw(bench.stop(stop));
                assertThat(activity.syscall()).isEqualTo("syscall_" + Integer.toUnsignedString(number));
                assertThat(activity.arguments()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            }
        }
    }

    @Test
    void answersWithTheStrongestVerdict() {
        Verdict deny = new Verdict.Deny(1);
        Verdict terminate = new Verdict.Terminate();
        Verdict pause = new Verdict.Pause();
        List<List<Verdict>> cases = List.of(
                List.of(Verdict.CONTINUE, Verdict.CONTINUE, Verdict.CONTINUE),
                List.of(pause, Verdict.CONTINUE, pause),
                List.of(pause, deny, deny),
                List.of(deny, pause, deny),
                List.of(deny, terminate, terminate),
                List.of(terminate, deny, terminate));
        for (List<Verdict> verdicts : cases) {
            try (CallBench bench = new CallBench().abi(Abi.X86_64)) {
                var headers = bench.buffer(128);
                byte[] address = {2, 0, 0, 22, (byte) 198, 51, 100, 7, 0, 0, 0, 0, 0, 0, 0, 0};
                for (int i = 0; i < 2; i++) {
                    headers.putLong(64 * i, bench.put(address));
                    headers.putInt(64 * i + 8, 16);
                }
                bench.answer(verdicts.get(0), verdicts.get(1));
                assertThat(bench.call("sendmmsg", 0, headers.address(), 2, 0)).hasSize(2);
                assertThat(bench.verdict()).isEqualTo(verdicts.get(2));
            }
        }
    }

    @Test
    void letsWhatIsNothingGoOn() {
        try (CallBench bench = new CallBench(NOTHING, 0)) {
            bench.answer(new Verdict.Terminate());
            assertThat(bench.call("openat", AT_FDCWD, "/nowhere", 0, 0)).isEmpty();
            assertThat(bench.verdict()).isEqualTo(Verdict.CONTINUE);
        }
    }

    @Test
    void showsTheProcessThatMadeTheCall() {
        try (TestChild caller = TestChild.tracee("-c", "/proc", "-t");
                CallBench bench =
                        new CallBench().abi(Abi.X86_64).caller(caller.told().getFirst())) {
            assertThat(bench.call("socket", 2, 3, 1)).hasSize(1);
            ProcessRef process = bench.callers().getFirst();
            assertThat(process.pid()).isEqualTo(caller.pid());
            assertThat(process.tid()).isEqualTo(caller.told().getFirst());
            assertThat(process.ppid()).isEqualTo(ProcessCalls.getpid());
            assertThat(process.cwd()).isEqualTo(Field.known(ByteString.utf8("/proc")));
            assertThat(process.uid()).isEqualTo(Field.known(ProcessCalls.getuid()));
            assertThat(process.arguments().asOptional().orElseThrow()).hasSize(4);
            assertThat(process.ancestors().getFirst().pid()).isEqualTo(ProcessCalls.getpid());
        }
    }

    @Test
    void saysThatTheCallerIsUnreadableWhereItIsGone() throws IOException {
        int pid;
        try (TestChild caller = TestChild.tracee()) {
            pid = caller.pid();
        }
        try (CallBench bench = new CallBench().abi(Abi.X86_64).caller(pid)) {
            assertThat(bench.call("socket", 2, 3, 1)).hasSize(1);
            ProcessRef process = bench.callers().getFirst();
            assertThat(process.pid()).isEqualTo(pid);
            assertThat(process.executable()).isEqualTo(Field.unreadable("ESRCH"));
            assertThat(process.uid()).isEqualTo(Field.unreadable("ENOENT"));
            FileActivity open = (FileActivity)
                    bench.call("openat", AT_FDCWD, 4096L, O_WRONLY).getFirst();
            assertThat(open.effects().getFirst().target().path()).isEqualTo(Field.unreadable("ESRCH"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverThrowsOnRandomCalls(Abi abi) {
        Random random = new Random(20260105);
        Needs everything = new Needs(CallBench.EVERY_INTEREST.interests(), Set.of(), true);
        try (TestChild caller = TestChild.tracee("-o", "9", "/etc/passwd", "-s", "5", "4t", "-s", "6", "4u");
                CallBench bench = new CallBench(everything, 0).caller(caller.pid())) {
            long stack = stackEnd(caller);
            for (int round = 0; round < 3_000; round++) {
                long[] arguments = new long[6];
                for (int i = 0; i < 6; i++) {
                    arguments[i] = switch (random.nextInt(6)) {
                        case 0 -> 0;
                        case 1 -> random.nextInt(12);
                        case 2 -> random.nextLong();
                        case 3 -> stack - random.nextInt(4000);
                        case 4 -> -random.nextInt(200);
                        default -> random.nextInt();
                    };
                }
                bench.stop(new FakeStop(abi, random.nextInt(470), caller.pid(), arguments));
            }
        }
    }
}
