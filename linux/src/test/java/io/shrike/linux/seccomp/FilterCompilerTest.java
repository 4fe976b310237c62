package io.shrike.linux.seccomp;

import static io.shrike.linux.seccomp.ArgumentTest.anySet;
import static io.shrike.linux.seccomp.ArgumentTest.equalTo;
import static io.shrike.linux.seccomp.ArgumentTest.in;
import static io.shrike.linux.seccomp.ArgumentTest.maskedEquals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.linux.seccomp.ArgumentTest.Equals;
import io.shrike.linux.seccomp.ArgumentTest.In;
import io.shrike.linux.seccomp.ArgumentTest.MaskAnySet;
import io.shrike.linux.seccomp.ArgumentTest.MaskedEquals;
import io.shrike.linux.seccomp.ArgumentTest.Width;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallFamilies;
import io.shrike.linux.syscall.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilterCompilerTest {
    private static final long JUNK = 0xDEADBEEF_00000000L;
    private static final int O_WRITING = 0x1 | 0x2 | 0x40 | 0x200;
    private static final int PROT_EXEC = 4;

    private static BpfProgram compile(Abi host, FilterRule... rules) {
        return FilterCompiler.compile(host, List.of(rules), FilterDefaults.NOTIFY);
    }

    private static boolean stops(BpfProgram program, Abi abi, String name, long... arguments) {
        int nr = SyscallTable.of(abi).number(name).orElseThrow();
        return stopsNumber(program, abi, nr, arguments);
    }

    private static boolean stopsNumber(BpfProgram program, Abi abi, int nr, long... arguments) {
        int action = BpfInterpreter.run(program, SeccompData.of(abi, nr, arguments));
        assertThat(action).isIn(SeccompAction.USER_NOTIF, SeccompAction.ALLOW);
        return action == SeccompAction.USER_NOTIF;
    }

    @Test
    void stopsACallOnEveryAbiOfTheHost() {
        BpfProgram program = compile(Abi.X86_64, FilterRule.always("execve"));
        assertThat(stops(program, Abi.X86_64, "execve")).isTrue();
        assertThat(stops(program, Abi.X32, "execve")).isTrue();
        assertThat(stops(program, Abi.I386, "execve")).isTrue();
        assertThat(stops(program, Abi.X86_64, "read")).isFalse();
        assertThat(stops(program, Abi.X32, "read")).isFalse();
        assertThat(stops(program, Abi.I386, "read")).isFalse();
        assertThat(stopsNumber(program, Abi.X86_64, 11)).isFalse();
        assertThat(stopsNumber(program, Abi.I386, 59)).isFalse();
    }

    @Test
    void stopsACallOnArmOfAnAarch64Host() {
        BpfProgram program = compile(Abi.AARCH64, FilterRule.always("openat"), FilterRule.always("open"));
        assertThat(stops(program, Abi.AARCH64, "openat")).isTrue();
        assertThat(stops(program, Abi.ARM, "openat")).isTrue();
        assertThat(stops(program, Abi.ARM, "open")).isTrue();
        assertThat(stopsNumber(program, Abi.AARCH64, 5)).isFalse();
        assertThat(stops(program, Abi.AARCH64, "read")).isFalse();
    }

    @Test
    void stopsWhatOldKernelsRunUnderTheOtherNumbering() {
        BpfProgram program = compile(Abi.X86_64, FilterRule.always("execve"));
        assertThat(stopsNumber(program, Abi.X86_64, 59 | Abi.X32_SYSCALL_BIT)).isTrue();
        assertThat(stopsNumber(program, Abi.X86_64, 520)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "AARCH64"})
    void stopsEveryCallOfAnUnknownArch(Abi host) {
        BpfProgram program = compile(host, FilterRule.always("execve"));
        int riscv = 0xC00000F3;
        List<Long> none = List.of(0L, 0L, 0L, 0L, 0L, 0L);
        for (int nr = 0; nr < 500; nr++) {
            assertThat(BpfInterpreter.run(program, new SeccompData(nr, riscv, 0, none)))
                    .isEqualTo(SeccompAction.USER_NOTIF);
        }
    }

    @Test
    void allowsNumbersThatAreNotCalls() {
        BpfProgram program = compile(Abi.X86_64, FilterRule.always("execve"), FilterRule.always("read"));
        assertThat(stopsNumber(program, Abi.X86_64, -1)).isFalse();
        assertThat(stopsNumber(program, Abi.X86_64, Integer.MAX_VALUE)).isFalse();
        assertThat(stopsNumber(program, Abi.X86_64, Integer.MIN_VALUE)).isFalse();
        assertThat(stopsNumber(program, Abi.I386, -1)).isFalse();
    }

    @Test
    void givesTheActionsItWasToldTo() {
        FilterDefaults defaults = new FilterDefaults(SeccompAction.trace(3), SeccompAction.LOG);
        BpfProgram program = FilterCompiler.compile(Abi.X86_64, List.of(FilterRule.always("execve")), defaults);
        assertThat(BpfInterpreter.run(program, SeccompData.of(Abi.X86_64, 59))).isEqualTo(SeccompAction.trace(3));
        assertThat(BpfInterpreter.run(program, SeccompData.of(Abi.X86_64, 0))).isEqualTo(SeccompAction.LOG);
    }

    @Test
    void looksAtFlagsOfOpenat() {
        BpfProgram program = compile(Abi.X86_64, FilterRule.when("openat", anySet(2, O_WRITING)));
        for (Abi abi : List.of(Abi.X86_64, Abi.X32, Abi.I386)) {
            assertThat(stops(program, abi, "openat", -100, 0x7000, 0x80000)).isFalse();
            assertThat(stops(program, abi, "openat", -100, 0x7000, 0x80001)).isTrue();
            assertThat(stops(program, abi, "openat", -100, 0x7000, 0x40)).isTrue();
            assertThat(stops(program, abi, "openat", -100, 0x7000, JUNK)).isFalse();
            assertThat(stops(program, abi, "openat", -100, 0x7000, JUNK | 2)).isTrue();
        }
    }

    @Test
    void isNotFooledByJunkAboveAnInt() {
        BpfProgram program = compile(
                Abi.AARCH64,
                FilterRule.when("socket", in(0, 2, 10, 17)),
                FilterRule.when("prctl", equalTo(0, 4)),
                FilterRule.when("ptrace", maskedEquals(0, 0xFF, 0x10)));
        for (Abi abi : List.of(Abi.AARCH64, Abi.ARM)) {
            assertThat(stops(program, abi, "socket", JUNK | 10)).isTrue();
            assertThat(stops(program, abi, "socket", JUNK | 1)).isFalse();
            assertThat(stops(program, abi, "socket", 17)).isTrue();
            assertThat(stops(program, abi, "prctl", JUNK | 4)).isTrue();
            assertThat(stops(program, abi, "prctl", JUNK | 5)).isFalse();
            assertThat(stops(program, abi, "ptrace", JUNK | 0x4210)).isTrue();
            assertThat(stops(program, abi, "ptrace", JUNK | 0x4211)).isFalse();
        }
    }

    @Test
    void comparesWholeRegistersOfLongs() {
        long value = 0x12345678_9ABCDEF0L;
        BpfProgram program = compile(
                Abi.X86_64,
                FilterRule.when("keyctl", new Equals(1, value, Width.LONG)),
                FilterRule.when("clone", new MaskAnySet(0, 0x1_0000_0001L, Width.LONG)),
                FilterRule.when("ioctl", new In(2, List.of(value, 5L, value + 1, -1L), Width.LONG)),
                FilterRule.when("lseek", new MaskedEquals(1, 0xF_0000_000FL, 0x3_0000_0004L, Width.LONG)));
        assertThat(stops(program, Abi.X86_64, "keyctl", 0, value)).isTrue();
        assertThat(stops(program, Abi.X86_64, "keyctl", 0, value & 0xFFFFFFFFL)).isFalse();
        assertThat(stops(program, Abi.X86_64, "keyctl", 0, value ^ (1L << 63))).isFalse();
        assertThat(stops(program, Abi.X86_64, "clone", 0x1_0000_0000L)).isTrue();
        assertThat(stops(program, Abi.X86_64, "clone", 1)).isTrue();
        assertThat(stops(program, Abi.X86_64, "clone", 0x2_0000_0002L)).isFalse();
        assertThat(stops(program, Abi.X86_64, "ioctl", 0, 0, value + 1)).isTrue();
        assertThat(stops(program, Abi.X86_64, "ioctl", 0, 0, 5)).isTrue();
        assertThat(stops(program, Abi.X86_64, "ioctl", 0, 0, -1)).isTrue();
        assertThat(stops(program, Abi.X86_64, "ioctl", 0, 0, JUNK | 5)).isFalse();
        assertThat(stops(program, Abi.X86_64, "ioctl", 0, 0, 0xFFFFFFFFL)).isFalse();
        assertThat(stops(program, Abi.X86_64, "lseek", 0, 0xF3_0000_00A4L)).isTrue();
        assertThat(stops(program, Abi.X86_64, "lseek", 0, 0xF2_0000_00A4L)).isFalse();
    }

    @Test
    void comparesLongsOf32BitAbisByTheirWord() {
        BpfProgram program = compile(
                Abi.X86_64,
                FilterRule.when("keyctl", new Equals(1, -1, Width.LONG)),
                FilterRule.when("kill", new Equals(1, 0xFFFFFFFFL, Width.LONG)),
                FilterRule.when("ioctl", new Equals(2, 0x1_0000_0000L, Width.LONG)));
        assertThat(stops(program, Abi.I386, "keyctl", 0, 0xFFFFFFFFL)).isTrue();
        assertThat(stops(program, Abi.I386, "kill", 0, 0xFFFFFFFFL)).isTrue();
        assertThat(stops(program, Abi.I386, "ioctl", 0, 0, 0)).isFalse();
        assertThat(stops(program, Abi.X86_64, "keyctl", 0, 0xFFFFFFFFL)).isFalse();
        assertThat(stops(program, Abi.X86_64, "keyctl", 0, -1)).isTrue();
    }

    @Test
    void takesALongOfTheOwnNumbersOfX32AsMatching() {
        BpfProgram program = compile(Abi.X86_64, FilterRule.when("ioctl", new Equals(2, 5, Width.LONG)));
        assertThat(stops(program, Abi.X32, "ioctl", 0, 0, JUNK | 5)).isTrue();
        assertThat(stops(program, Abi.X86_64, "ioctl", 0, 0, JUNK | 5)).isFalse();
    }

    @Test
    void joinsTestsByAndAndAlternativesByOr() {
        FilterRule rule = new FilterRule(
                "mmap",
                List.of(
                        List.of(anySet(2, PROT_EXEC), maskedEquals(3, 0x20, 0)),
                        List.of(equalTo(2, 7)),
                        List.of(equalTo(4, 99), equalTo(5, 98))));
        BpfProgram program = compile(Abi.X86_64, rule);
        assertThat(stops(program, Abi.X86_64, "mmap", 0, 0, 5, 2)).isTrue();
        assertThat(stops(program, Abi.X86_64, "mmap", 0, 0, 5, 0x22)).isFalse();
        assertThat(stops(program, Abi.X86_64, "mmap", 0, 0, 7, 0x22)).isTrue();
        assertThat(stops(program, Abi.X86_64, "mmap", 0, 0, 3, 2, 99, 98)).isTrue();
        assertThat(stops(program, Abi.X86_64, "mmap", 0, 0, 3, 2, 99, 97)).isFalse();
    }

    @Test
    void addsRulesForOneCallUp() {
        BpfProgram program =
                compile(Abi.X86_64, FilterRule.when("prctl", equalTo(0, 4)), FilterRule.when("prctl", equalTo(0, 22)));
        assertThat(stops(program, Abi.X86_64, "prctl", 4)).isTrue();
        assertThat(stops(program, Abi.X86_64, "prctl", 22)).isTrue();
        assertThat(stops(program, Abi.X86_64, "prctl", 5)).isFalse();
        BpfProgram both = compile(Abi.X86_64, FilterRule.when("prctl", equalTo(0, 4)), FilterRule.always("prctl"));
        assertThat(stops(both, Abi.X86_64, "prctl", 5)).isTrue();
    }

    @Test
    void takesAnEmptyAlternativeAsAlwaysAndNoValuesAsNever() {
        BpfProgram program = compile(
                Abi.X86_64,
                new FilterRule("prctl", List.of(List.of(equalTo(0, 4)), List.of())),
                FilterRule.when("ioctl", in(1)),
                FilterRule.when("openat", anySet(2, 0)));
        assertThat(stops(program, Abi.X86_64, "prctl", 5)).isTrue();
        assertThat(stops(program, Abi.X86_64, "ioctl", 0, 0)).isFalse();
        assertThat(stops(program, Abi.X86_64, "openat", 0, 0, -1)).isFalse();
    }

    @Test
    void stopsTheVariantsOf32BitAbis() {
        BpfProgram program = compile(
                Abi.X86_64,
                FilterRule.always("chown"),
                FilterRule.always("truncate"),
                FilterRule.always("setuid"),
                FilterRule.always("umount2"));
        for (String name : List.of("chown", "chown32", "truncate", "truncate64", "setuid", "setuid32", "umount")) {
            assertThat(stops(program, Abi.I386, name)).as(name).isTrue();
        }
        assertThat(stops(program, Abi.I386, "lchown32")).isFalse();
    }

    @Test
    void doesNotTrustArgumentsThatAVariantPassesElsewhere() {
        BpfProgram program = compile(
                Abi.X86_64,
                FilterRule.when("mmap", anySet(2, PROT_EXEC)),
                FilterRule.when("truncate", new Equals(1, 0, Width.LONG)),
                FilterRule.when("fallocate", anySet(1, 2), new Equals(2, 0, Width.LONG)),
                FilterRule.when("setuid", equalTo(0, 0)));
        assertThat(stops(program, Abi.I386, "mmap", 0x7000, 0, 3)).isTrue();
        assertThat(stops(program, Abi.I386, "mmap2", 0, 0, 3)).isFalse();
        assertThat(stops(program, Abi.I386, "mmap2", 0, 0, 5)).isTrue();
        assertThat(stops(program, Abi.I386, "truncate64", 0x7000, 5, 6)).isTrue();
        assertThat(stops(program, Abi.I386, "truncate", 0x7000, 5)).isFalse();
        assertThat(stops(program, Abi.I386, "fallocate", 3, 2, 77)).isTrue();
        assertThat(stops(program, Abi.I386, "fallocate", 3, 1, 0)).isFalse();
        assertThat(stops(program, Abi.X86_64, "fallocate", 3, 2, 77)).isFalse();
        assertThat(stops(program, Abi.I386, "setuid", 0x10000)).isTrue();
        assertThat(stops(program, Abi.I386, "setuid32", 0x10000)).isFalse();
    }

    @Test
    void doesNotTrustArgumentsOfArmEither() {
        BpfProgram program = compile(
                Abi.AARCH64,
                FilterRule.when("truncate", new Equals(1, 0, Width.LONG)),
                FilterRule.when("sendto", new Equals(4, 0x7000, Width.LONG)),
                FilterRule.when("mmap", anySet(2, PROT_EXEC)));
        assertThat(stops(program, Abi.ARM, "truncate64", 0x7000, 0xBAD, 1, 0)).isTrue();
        assertThat(stops(program, Abi.ARM, "send", 3, 0x7000, 5, 0)).isTrue();
        assertThat(stops(program, Abi.ARM, "sendto", 3, 0x7000, 5, 0, 0)).isFalse();
        assertThat(stops(program, Abi.ARM, "mmap2", 0, 0, 3)).isFalse();
        assertThat(stops(program, Abi.ARM, "mmap2", 0, 0, 4)).isTrue();
    }

    @Test
    void stopsSocketcallForTheCallsThatAreWanted() {
        BpfProgram program = compile(
                Abi.X86_64,
                FilterRule.when("socket", in(0, 2, 10)),
                FilterRule.always("connect"),
                FilterRule.always("sendto"));
        assertThat(stops(program, Abi.I386, "socketcall", 1)).isTrue();
        assertThat(stops(program, Abi.I386, "socketcall", 3)).isTrue();
        assertThat(stops(program, Abi.I386, "socketcall", JUNK | 3)).isTrue();
        assertThat(stops(program, Abi.I386, "socketcall", 9)).isTrue();
        assertThat(stops(program, Abi.I386, "socketcall", 11)).isTrue();
        assertThat(stops(program, Abi.I386, "socketcall", 2)).isFalse();
        assertThat(stops(program, Abi.I386, "socketcall", 17)).isFalse();
        assertThat(stops(program, Abi.I386, "connect")).isTrue();
        assertThat(stops(program, Abi.I386, "socket", 1)).isFalse();
    }

    @Test
    void stopsIpcForTheCallsThatAreWanted() {
        BpfProgram program = compile(Abi.X86_64, FilterRule.always("shmat"));
        assertThat(stops(program, Abi.I386, "ipc", 21)).isTrue();
        assertThat(stops(program, Abi.I386, "ipc", 0x10015)).isTrue();
        assertThat(stops(program, Abi.I386, "ipc", 22)).isFalse();
    }

    @Test
    void stopsCallsThatOnlySocketcallHas() {
        BpfProgram program = compile(Abi.X86_64, FilterRule.always("accept"));
        assertThat(stops(program, Abi.I386, "socketcall", 5)).isTrue();
        assertThat(stops(program, Abi.I386, "accept4")).isFalse();
    }

    @Test
    void passesOverNamesThatTheHostDoesNotHave() {
        BpfProgram program = compile(Abi.AARCH64, FilterRule.always("iopl"), FilterRule.always("execve"));
        assertThat(stops(program, Abi.AARCH64, "execve")).isTrue();
    }

    @Test
    void refusesNamesThatNoAbiHas() {
        assertThatThrownBy(() -> compile(Abi.X86_64, FilterRule.always("opennat")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown system call: opennat, did you mean openat?");
        assertThatThrownBy(() -> compile(Abi.X86_64, FilterRule.always("exec")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "AARCH64"})
    void staysWithinTheLimitWithEverySyscall(Abi host) {
        List<FilterRule> always = SyscallFamilies.names().stream()
                .filter(name -> SyscallFamilies.expand(name).contains(name))
                .map(FilterRule::always)
                .toList();
        BpfProgram program = FilterCompiler.compile(host, always, FilterDefaults.NOTIFY);
        assertThat(program.size()).isLessThan(200);
        for (Abi abi : host.runnable()) {
            for (String name : SyscallTable.of(abi).names()) {
                assertThat(stops(program, abi, name, 1)).as(abi + " " + name).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "AARCH64"})
    void staysWithinTheLimitWithAConditionOnEverySyscall(Abi host) {
        List<FilterRule> rules = new ArrayList<>();
        for (String name : SyscallTable.of(host).names()) {
            rules.add(FilterRule.when(name, anySet(1, rules.size() + 1)));
        }
        BpfProgram program = FilterCompiler.compile(host, rules, FilterDefaults.NOTIFY);
        assertThat(program.size()).isLessThan(Bpf.BPF_MAXINSNS);
        for (int index = 0; index < rules.size(); index++) {
            assertThat(stops(program, host, rules.get(index).syscall(), 0, index + 1))
                    .isTrue();
            assertThat(stops(program, host, rules.get(index).syscall(), 0, ~(index + 1L)))
                    .isFalse();
        }
    }

    @Test
    void describesWhenACallStops() {
        FilterRule rule = new FilterRule(
                "mmap",
                List.of(
                        List.of(anySet(2, 4), maskedEquals(3, 0x20, 0)),
                        List.of(in(4, -1, 16)),
                        List.of(new Equals(0, -1, Width.LONG))));
        assertThat(rule.describe())
                .isEqualTo("(prot & 0x4) != 0 && (flags & 0x20) == 0x0 || fd in {0xffffffff, 0x10}"
                        + " || addr == 0xffffffffffffffff");
        assertThat(FilterRule.always("mmap").describe()).isEqualTo("always");
    }
}
