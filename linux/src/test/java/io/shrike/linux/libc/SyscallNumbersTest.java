package io.shrike.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.abi.Architecture;
import io.shrike.linux.testing.CAssertions;
import io.shrike.linux.testing.CCompiler;
import org.junit.jupiter.api.Test;

class SyscallNumbersTest {
    private static CAssertions common() {
        return new CAssertions()
                .include("asm/unistd.h")
                .same("__NR_pidfd_send_signal", SyscallNumbers.PIDFD_SEND_SIGNAL)
                .same("__NR_pidfd_open", SyscallNumbers.PIDFD_OPEN)
                .same("__NR_openat2", SyscallNumbers.OPENAT2)
                .same("__NR_pidfd_getfd", SyscallNumbers.PIDFD_GETFD);
    }

    private static void check(String command, CAssertions numbers) throws Exception {
        CCompiler compiler = new CCompiler(command);
        assumeTrue(compiler.exists(), command + " is not installed");
        assertThat(compiler.complaintsAbout(numbers.source())).isEmpty();
    }

    @Test
    void areThoseOfX86() throws Exception {
        assumeTrue(Architecture.IS_X86, "the compiler is not one for x86");
        check(
                "cc",
                common().same("__NR_statx", SyscallNumbers.X86_STATX)
                        .same("__NR_seccomp", SyscallNumbers.X86_SECCOMP)
                        .same("__NR_tgkill", SyscallNumbers.X86_TGKILL)
                        .same("__NR_gettid", SyscallNumbers.X86_GETTID)
                        .same("__NR_ptrace", SyscallNumbers.X86_PTRACE)
                        .same("__NR_wait4", SyscallNumbers.X86_WAIT4)
                        .same("__NR_tkill", SyscallNumbers.X86_TKILL));
    }

    @Test
    void areThoseOfArm64() throws Exception {
        check(
                "aarch64-linux-gnu-gcc",
                common().same("__NR_statx", SyscallNumbers.ARM64_STATX)
                        .same("__NR_seccomp", SyscallNumbers.ARM64_SECCOMP)
                        .same("__NR_tgkill", SyscallNumbers.ARM64_TGKILL)
                        .same("__NR_gettid", SyscallNumbers.ARM64_GETTID)
                        .same("__NR_ptrace", SyscallNumbers.ARM64_PTRACE)
                        .same("__NR_wait4", SyscallNumbers.ARM64_WAIT4)
                        .same("__NR_tkill", SyscallNumbers.ARM64_TKILL));
    }
}
