package io.shrike.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.libc.ClockCalls;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.Poll;
import io.shrike.linux.libc.Statx;
import io.shrike.linux.testing.CAssertions;
import io.shrike.linux.testing.CCompiler;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every constant has the value that the headers of both architectures give it. */
class ConstantsTest {
    private static void check(String command, CAssertions assertions, int atLeast)
            throws IOException, InterruptedException {
        CCompiler compiler = new CCompiler(command);
        assumeTrue(compiler.exists(), command + " is not installed");
        assertThat(assertions.count()).isGreaterThanOrEqualTo(atLeast);
        assertThat(compiler.complaintsAbout(assertions.source())).isEmpty();
    }

    private static List<String> compilers() {
        return CCompiler.commands();
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void noticesAWrongConstant(String command) throws Exception {
        CCompiler compiler = new CCompiler(command);
        assumeTrue(compiler.exists(), command + " is not installed");
        String source = new CAssertions().include("errno.h").same("EPERM", 2).source();
        assertThat(compiler.complaintsAbout(source)).contains("static assertion failed");
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void errors(String command) throws Exception {
        check(command, new CAssertions().include("errno.h").constantsOf(Errno.class, "E"), 120);
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void files(String command) throws Exception {
        CAssertions files = new CAssertions()
                .include("fcntl.h", "stdio.h", "linux/falloc.h", "linux/memfd.h")
                .constantsOf(Fcntl.class, "");
        check(command, files, 40);
        check(command, new CAssertions().include("linux/openat2.h").constantsOf(OpenHow.class, "RESOLVE_"), 6);
        check(command, new CAssertions().include("sys/stat.h").constantsOf(Stat.class, ""), 20);
        check(command, new CAssertions().include("linux/mount.h").constantsOf(Mount.class, "MS_"), 13);
        check(command, new CAssertions().include("linux/stat.h").constantsOf(Statx.class, "STATX_"), 14);
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void memorySocketsAndProcesses(String command) throws Exception {
        check(command, new CAssertions().include("sys/mman.h").constantsOf(Mman.class, ""), 23);
        CAssertions sockets = new CAssertions()
                .include("sys/socket.h", "netinet/in.h")
                .constantsOf(Socket.class, "", "SOCK_TYPE_MASK");
        check(command, sockets, 55);
        CAssertions clone = new CAssertions().include("linux/sched.h").constantsOf(Sched.class, "CLONE_");
        check(command, clone.constantsOf(Sched.class, "CSIGNAL"), 27);
        check(command, new CAssertions().include("linux/prctl.h").constantsOf(Prctl.class, "PR_"), 27);
        check(command, new CAssertions().include("linux/ptrace.h").constantsOf(Ptrace.class, "PTRACE_"), 28);
        CAssertions events = new CAssertions().include("linux/ptrace.h", "elf.h");
        check(command, events.constantsOf(PtraceEvents.class, "PTRACE_").constantsOf(UserRegisters.class, "NT_"), 18);
        check(command, new CAssertions().include("linux/resource.h").constantsOf(Resource.class, "RLIMIT_"), 1);
        check(
                command,
                new CAssertions().include("signal.h").constantsOf(Signals.class, "SIG", "SIGRTMIN", "SIGRTMAX"),
                31);
        check(command, new CAssertions().include("time.h").constantsOf(ClockCalls.class, "CLOCK_"), 3);
        check(command, new CAssertions().include("poll.h").constantsOf(Poll.class, "POLL"), 6);
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void realTimeSignals(String command) throws Exception {
        check(command, new CAssertions().include("asm/signal.h").same("SIGRTMIN", Signals.SIGRTMIN), 1);
        check(command, new CAssertions().include("signal.h").same("_NSIG - 1", Signals.SIGRTMAX), 1);
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void seccomp(String command) throws Exception {
        CAssertions seccomp = new CAssertions()
                .include("linux/seccomp.h", "sys/ioctl.h")
                .constantsOf(
                        Seccomp.class,
                        "SECCOMP_",
                        "SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP",
                        "SECCOMP_IOCTL_NOTIF_SET_FLAGS",
                        "SECCOMP_IOCTL_NOTIF_ID_VALID_WRONG_DIR")
                .same("SECCOMP_IOR(2, __u64)", Seccomp.SECCOMP_IOCTL_NOTIF_ID_VALID_WRONG_DIR, 32);
        check(command, seccomp, 29);
    }

    @Test
    void seccompOfNewerHeaders() throws Exception {
        CAssertions seccomp = new CAssertions().include("linux/seccomp.h", "sys/ioctl.h");
        CCompiler compiler = new CCompiler("cc");
        assumeTrue(compiler.exists(), "cc is not installed");
        boolean known = compiler.macros(seccomp.source()).stream()
                .anyMatch(line -> line.contains("SECCOMP_IOCTL_NOTIF_SET_FLAGS"));
        String expression = known ? "SECCOMP_IOCTL_NOTIF_SET_FLAGS" : "SECCOMP_IOW(4, __u64)";
        check("cc", seccomp.same(expression, Seccomp.SECCOMP_IOCTL_NOTIF_SET_FLAGS, 32), 1);
    }

    @Test
    void openFlagsOfX86() throws Exception {
        assumeTrue(Architecture.IS_X86, "the compiler is not one for x86");
        checkOpenFlags("cc", "X86_", false);
    }

    @Test
    void openFlagsOfTheArmFamily() throws Exception {
        checkOpenFlags("aarch64-linux-gnu-gcc", "ARM_", true);
    }

    private static void checkOpenFlags(String command, String prefix, boolean armFamily) throws Exception {
        CAssertions flags = new CAssertions().include("asm/fcntl.h");
        for (String name : new String[] {"O_DIRECTORY", "O_NOFOLLOW", "O_DIRECT", "O_LARGEFILE"}) {
            flags.same(name, OpenFlags.class.getField(prefix + name).getInt(null));
        }
        flags.same("O_TMPFILE", OpenFlags.tmpfile(armFamily));
        flags.same("__O_SYNC", OpenFlags.SYNC_BIT);
        check(command, flags, 6);
    }
}
