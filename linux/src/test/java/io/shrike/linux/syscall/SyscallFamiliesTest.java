package io.shrike.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyscallFamiliesTest {
    @ParameterizedTest
    @CsvSource({
        "open, creat open openat openat2",
        "openat, openat openat2",
        "openat2, openat2",
        "chmod, chmod fchmod fchmodat fchmodat2",
        "chown, chown chown32 fchown fchown32 fchownat lchown lchown32",
        "unlink, unlink unlinkat",
        "rmdir, rmdir unlinkat",
        "rename, rename renameat renameat2",
        "link, link linkat",
        "symlink, symlink symlinkat",
        "mkdir, mkdir mkdirat",
        "mknod, mknod mknodat",
        "truncate, ftruncate ftruncate64 truncate truncate64",
        "execve, execve execveat",
        "fork, clone clone3 fork vfork",
        "accept, accept accept4",
        "dup, dup dup2 dup3",
        "pipe, pipe pipe2",
        "mmap, mmap mmap2",
        "umount, umount umount2",
        "ptrace, ptrace",
        "send, send sendmmsg sendmsg sendto",
        "setuid, setfsuid setfsuid32 setresuid setresuid32 setreuid setreuid32 setuid setuid32",
    })
    void standsForTheFamily(String name, String members) {
        assertThat(SyscallFamilies.expand(name)).containsExactly(members.split(" "));
    }

    private static final List<List<String>> LINES = TableFile.rows("families.table");

    @Test
    void everyLineNamesCallsThatExist() {
        for (List<String> row : LINES) {
            for (String member : row.subList(1, row.size())) {
                assertThat(SyscallFamilies.expand(member)).as(row.toString()).isNotEmpty();
                boolean somewhere = List.of(Abi.values()).stream()
                        .anyMatch(
                                abi -> !SyscallVariants.kernelNames(abi, member).isEmpty());
                assertThat(somewhere).as(member).isTrue();
            }
        }
    }

    @Test
    void noLineIsWrittenTwice() {
        List<String> names = LINES.stream().map(List::getFirst).toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void expandsEveryKernelNameToItselfAtLeast() {
        for (Abi abi : Abi.values()) {
            for (String name : SyscallTable.of(abi).names()) {
                boolean olderTwin =
                        LINES.stream().anyMatch(row -> row.getFirst().equals(name));
                assertThat(SyscallFamilies.expand(name)).isNotEmpty();
                if (!olderTwin) {
                    assertThat(SyscallFamilies.expand(name)).contains(name);
                }
            }
        }
    }

    @Test
    void knowsNothingOfUnknownNames() {
        assertThat(SyscallFamilies.expand("opne")).isEmpty();
        assertThat(SyscallFamilies.expand("")).isEmpty();
        assertThat(SyscallFamilies.expand("OPEN")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "opne, open",
        "Openat, openat",
        "pttrace, ptrace",
        "process_vm_write, process_vm_writev",
        "io_uring_setpu, io_uring_setup",
        "exceve, execve"
    })
    void suggestsTheNearestName(String misspelt, String meant) {
        assertThat(SyscallFamilies.nearest(misspelt)).contains(meant);
    }

    @Test
    void suggestsNothingForWhatIsNearNothing() {
        assertThat(SyscallFamilies.nearest("frobnicate_everything")).isEmpty();
    }
}
