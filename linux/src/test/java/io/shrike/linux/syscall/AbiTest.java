package io.shrike.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AbiTest {
    private static final int ARCH_X86 = Abi.X86_64.auditArch();

    @Test
    void tellsX32ByTheBitOfTheNumber() {
        assertThat(Abi.of(ARCH_X86, 257)).contains(Abi.X86_64);
        assertThat(Abi.of(ARCH_X86, 257 | Abi.X32_SYSCALL_BIT)).contains(Abi.X32);
    }

    @Test
    void takesTheOwnNumbersOfX32AsX32WithoutTheBit() {
        assertThat(Abi.of(ARCH_X86, 511)).contains(Abi.X86_64);
        assertThat(Abi.of(ARCH_X86, 512)).contains(Abi.X32);
        assertThat(Abi.of(ARCH_X86, 547)).contains(Abi.X32);
        assertThat(Abi.of(ARCH_X86, 548)).contains(Abi.X86_64);
    }

    @Test
    void takesANegativeNumberAsTheHosts() {
        assertThat(Abi.of(ARCH_X86, -1)).contains(Abi.X86_64);
    }

    @Test
    void tellsTheOthersByArch() {
        assertThat(Abi.of(0x40000003, 5 | Abi.X32_SYSCALL_BIT)).contains(Abi.I386);
        assertThat(Abi.of(0xC00000B7, 56)).contains(Abi.AARCH64);
        assertThat(Abi.of(0x40000028, 322)).contains(Abi.ARM);
        assertThat(Abi.of(0xC00000F3, 56)).isEmpty();
    }

    @Test
    void knowsTheHostByTheNamesThatJvmsUse() {
        assertThat(Abi.ofOsArch("amd64")).isEqualTo(Abi.X86_64);
        assertThat(Abi.ofOsArch("aarch64")).isEqualTo(Abi.AARCH64);
        assertThatThrownBy(() -> Abi.ofOsArch("riscv64"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("os.arch=riscv64");
    }

    @Test
    void runsTheCompatAbisOfTheHost() {
        assertThat(Abi.X86_64.runnable()).containsExactly(Abi.X86_64, Abi.X32, Abi.I386);
        assertThat(Abi.AARCH64.runnable()).containsExactly(Abi.AARCH64, Abi.ARM);
    }
}
