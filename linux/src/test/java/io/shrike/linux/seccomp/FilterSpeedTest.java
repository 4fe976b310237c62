package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many instructions the calls cost that programs make all the time. */
class FilterSpeedTest {
    private static final List<FilterRule> RULES = rules();

    private static List<FilterRule> rules() {
        List<FilterRule> rules = new ArrayList<>(List.of(
                FilterRule.when("openat", ArgumentTest.anySet(2, 0x243)),
                FilterRule.when("open", ArgumentTest.anySet(1, 0x243)),
                FilterRule.when("mmap", ArgumentTest.anySet(2, 4)),
                FilterRule.when("socket", ArgumentTest.in(0, 2, 10, 17)),
                FilterRule.when("clone", ArgumentTest.anySet(0, 0x7E020000)),
                FilterRule.when("prctl", ArgumentTest.in(0, 4, 15, 22))));
        Stream.of(
                        "openat2",
                        "creat",
                        "truncate",
                        "ftruncate",
                        "unlink",
                        "unlinkat",
                        "rmdir",
                        "rename",
                        "renameat",
                        "renameat2",
                        "link",
                        "linkat",
                        "symlink",
                        "symlinkat",
                        "mkdir",
                        "mkdirat",
                        "mknod",
                        "mknodat",
                        "chmod",
                        "fchmod",
                        "fchmodat",
                        "fchmodat2",
                        "chown",
                        "fchown",
                        "lchown",
                        "fchownat",
                        "setxattr",
                        "lsetxattr",
                        "fsetxattr",
                        "fallocate",
                        "mount",
                        "execve",
                        "execveat",
                        "connect",
                        "bind",
                        "listen",
                        "accept",
                        "accept4",
                        "sendto",
                        "sendmsg",
                        "sendmmsg",
                        "setuid",
                        "setgid",
                        "ptrace",
                        "process_vm_writev",
                        "memfd_create",
                        "io_uring_setup",
                        "unshare",
                        "setns",
                        "bpf",
                        "init_module",
                        "finit_module")
                .map(FilterRule::always)
                .forEach(rules::add);
        return rules;
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "AARCH64"})
    void letsTheCommonCallsPassEarly(Abi host) {
        BpfInterpreter filter = new BpfInterpreter(FilterCompiler.compile(host, RULES, FilterDefaults.NOTIFY));
        for (String name : List.of("read", "write", "close", "futex", "lseek", "fstat", "munmap", "epoll_pwait")) {
            int nr = SyscallTable.of(host).number(name).orElseThrow();
            BpfInterpreter.Outcome outcome = filter.execute(SeccompData.of(host, nr));
            assertThat(outcome.action()).isEqualTo(SeccompAction.ALLOW);
            assertThat(outcome.steps()).as(name).isLessThanOrEqualTo(10);
        }
    }

    /** The kernel remembers that a number is always allowed only if the way there looks at arch and number alone. */
    @ParameterizedTest
    @EnumSource(names = {"X86_64", "AARCH64"})
    void allowsACallWithoutRuleWithoutLookingAtArguments(Abi host) {
        BpfProgram program = FilterCompiler.compile(host, RULES, FilterDefaults.NOTIFY);
        int firstArgumentLoad = 0;
        while (!isArgumentLoad(program.instructions().get(firstArgumentLoad))) {
            firstArgumentLoad++;
        }
        List<BpfInstruction> dispatch = new ArrayList<>(program.instructions().subList(0, firstArgumentLoad));
        assertThat(dispatch)
                .allSatisfy(instruction -> assertThat(instruction.code()).isIn(0x20, 0x54, 0x05, 0x06, 0x15, 0x35));
        assertThat(program.size()).isLessThan(400);
    }

    private static boolean isArgumentLoad(BpfInstruction instruction) {
        return instruction.code() == 0x20 && instruction.k() >= SeccompData.ARGUMENTS;
    }
}
