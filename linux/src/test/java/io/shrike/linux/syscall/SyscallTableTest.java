package io.shrike.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallTableTest {
    @ParameterizedTest
    @CsvSource({
        "X86_64, openat2, 437",
        "X86_64, execve, 59",
        "X86_64, uretprobe, 335",
        "X86_64, file_setattr, 469",
        "I386, stat64, 195",
        "I386, socketcall, 102",
        "I386, _llseek, 140",
        "I386, mmap2, 192",
        "I386, openat2, 437",
        "I386, clock_gettime64, 403",
        "X32, openat, 0x40000101",
        "X32, execve, 0x40000208",
        "X32, pwritev2, 0x40000223",
        "AARCH64, openat, 56",
        "AARCH64, newfstatat, 79",
        "AARCH64, memfd_secret, 447",
        "AARCH64, fchmodat2, 452",
        "ARM, stat64, 195",
        "ARM, mmap2, 192",
        "ARM, pciconfig_read, 272",
        "ARM, cacheflush, 0xf0002",
        "ARM, sync_file_range2, 341",
        "ARM, futex_time64, 422",
    })
    void findsTheNumberOfAName(Abi abi, String name, String number) {
        int expected = Integer.decode(number);
        assertThat(SyscallTable.of(abi).number(name)).hasValue(expected);
    }

    @ParameterizedTest
    @EnumSource(Abi.class)
    void agreesInBothDirections(Abi abi) {
        SyscallTable table = SyscallTable.of(abi);
        assertThat(table.names()).hasSizeGreaterThan(320);
        for (String name : table.names()) {
            int number = table.number(name).orElseThrow();
            String canonical = table.name(number).orElseThrow();
            assertThat(table.number(canonical)).hasValue(number);
            assertThat(Abi.of(abi.auditArch(), number)).contains(abi);
        }
    }

    @Test
    void leavesOutWhatAnAbiDoesNotHave() {
        assertThat(SyscallTable.of(Abi.AARCH64).number("open")).isEmpty();
        assertThat(SyscallTable.of(Abi.ARM).number("memfd_secret")).isEmpty();
        assertThat(SyscallTable.of(Abi.ARM).number("socketcall")).isEmpty();
        assertThat(SyscallTable.of(Abi.X86_64).number("stat64")).isEmpty();
        assertThat(SyscallTable.of(Abi.X86_64).name(520)).isEmpty();
        assertThat(SyscallTable.of(Abi.X86_64).name(-1)).isEmpty();
        assertThat(SyscallTable.of(Abi.X86_64).name(Integer.MAX_VALUE)).isEmpty();
        assertThat(SyscallTable.of(Abi.X32).name(-1)).isEmpty();
    }

    @Test
    void namesX32NumbersWithAndWithoutTheBit() {
        SyscallTable x32 = SyscallTable.of(Abi.X32);
        assertThat(x32.name(520)).contains("execve");
        assertThat(x32.name(520 | Abi.X32_SYSCALL_BIT)).contains("execve");
    }

    @Test
    void namesWhatOldKernelsRunUnderX32() {
        assertThat(SyscallTable.of(Abi.X32).name(59 | Abi.X32_SYSCALL_BIT)).contains("execve");
        assertThat(SyscallTable.of(Abi.X32).number("execve")).hasValue(520 | Abi.X32_SYSCALL_BIT);
    }
}
