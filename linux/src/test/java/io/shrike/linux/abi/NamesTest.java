package io.shrike.linux.abi;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.Statx;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void openFlagsStartWithTheAccessMode() {
        assertThat(OpenFlags.names(0, false)).containsExactly("O_RDONLY");
        assertThat(OpenFlags.names(Fcntl.O_WRONLY | Fcntl.O_APPEND | Fcntl.O_CREAT, false))
                .containsExactly("O_WRONLY", "O_CREAT", "O_APPEND");
        assertThat(OpenFlags.names(3, false)).containsExactly("O_ACCMODE");
    }

    @Test
    void sameBitHasAnotherNameInTheArmFamily() {
        assertThat(OpenFlags.names(0x4000, false)).containsExactly("O_RDONLY", "O_DIRECT");
        assertThat(OpenFlags.names(0x4000, true)).containsExactly("O_RDONLY", "O_DIRECTORY");
        assertThat(OpenFlags.names(0x8000, false)).containsExactly("O_RDONLY", "O_LARGEFILE");
        assertThat(OpenFlags.names(0x8000, true)).containsExactly("O_RDONLY", "O_NOFOLLOW");
    }

    @Test
    void flagsOfTwoBitsAreNamedAsOne() {
        assertThat(OpenFlags.names(OpenFlags.tmpfile(false) | Fcntl.O_RDWR, false))
                .containsExactly("O_RDWR", "O_TMPFILE");
        assertThat(OpenFlags.names(OpenFlags.tmpfile(true), true)).containsExactly("O_RDONLY", "O_TMPFILE");
        assertThat(OpenFlags.names(OpenFlags.SYNC_BIT | Fcntl.O_DSYNC, false)).containsExactly("O_RDONLY", "O_SYNC");
        assertThat(OpenFlags.names(Fcntl.O_DSYNC, false)).containsExactly("O_RDONLY", "O_DSYNC");
    }

    @Test
    void unknownOpenFlagsAreOneNumber() {
        assertThat(OpenFlags.names(0x80000000 | Fcntl.O_CLOEXEC, false))
                .containsExactly("O_RDONLY", "O_CLOEXEC", "0x80000000");
    }

    @Test
    void cloneFlagsLeaveOutTheSignal() {
        assertThat(Sched.flagNames(Sched.CLONE_NEWUSER | Sched.CLONE_VM | Signals.SIGCHLD))
                .containsExactly("CLONE_VM", "CLONE_NEWUSER");
        assertThat(Sched.flagNames(Sched.CLONE_IO & 0xffffffffL)).containsExactly("CLONE_IO");
        assertThat(Sched.flagNames(Sched.CLONE_INTO_CGROUP)).containsExactly("CLONE_INTO_CGROUP");
    }

    @Test
    void mappingsNameTypeAndBits() {
        assertThat(Mman.mapNames(Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS))
                .containsExactly("MAP_PRIVATE", "MAP_ANONYMOUS");
        assertThat(Mman.mapNames(Mman.MAP_SHARED_VALIDATE | Mman.MAP_SYNC))
                .containsExactly("MAP_SHARED_VALIDATE", "MAP_SYNC");
        assertThat(Mman.mapNames(Mman.MAP_SHARED | Mman.MAP_FIXED_NOREPLACE))
                .containsExactly("MAP_SHARED", "MAP_FIXED_NOREPLACE");
        assertThat(Mman.protectionNames(0)).containsExactly("PROT_NONE");
        assertThat(Mman.protectionNames(Mman.PROT_READ | Mman.PROT_EXEC)).containsExactly("PROT_READ", "PROT_EXEC");
    }

    @Test
    void socketsNameFamilyAndType() {
        assertThat(Socket.familyName(Socket.AF_INET6)).isEqualTo("AF_INET6");
        assertThat(Socket.familyName(99)).isEqualTo("0x63");
        assertThat(Socket.typeNames(Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC | Socket.SOCK_NONBLOCK))
                .containsExactly("SOCK_DGRAM", "SOCK_NONBLOCK", "SOCK_CLOEXEC");
        assertThat(Socket.typeNames(0)).containsExactly("0x0");
    }

    @Test
    void requestsAndOptions() {
        assertThat(Ptrace.requestName(Ptrace.PTRACE_SEIZE)).isEqualTo("PTRACE_SEIZE");
        assertThat(Ptrace.requestName(0x7777)).isEqualTo("0x7777");
        assertThat(Prctl.optionName(Prctl.PR_SET_DUMPABLE)).isEqualTo("PR_SET_DUMPABLE");
        assertThat(Prctl.optionName(Prctl.PR_SET_MM)).isEqualTo("PR_SET_MM");
        assertThat(Prctl.optionName(Prctl.PR_SET_PTRACER)).isEqualTo("PR_SET_PTRACER");
    }

    @Test
    void signals() {
        assertThat(Signals.name(Signals.SIGKILL)).isEqualTo("SIGKILL");
        assertThat(Signals.name(32)).isEqualTo("SIGRTMIN");
        assertThat(Signals.name(64)).isEqualTo("SIGRTMIN+32");
        assertThat(Signals.name(0)).isEqualTo("signal 0");
        assertThat(Signals.name(65)).isEqualTo("signal 65");
    }

    @Test
    void everySignalBelowRealTimeHasAName() {
        for (int signal = 1; signal < Signals.SIGRTMIN; signal++) {
            assertThat(Signals.name(signal)).startsWith("SIG");
        }
    }

    @Test
    void combinesDevicesAsTheCLibraryDoes() {
        assertThat(Statx.makedev(8, 1)).isEqualTo(0x801);
        assertThat(Statx.makedev(0xfffff, 0xabcde)).isEqualTo(0xff000abcfffdeL);
    }
}
