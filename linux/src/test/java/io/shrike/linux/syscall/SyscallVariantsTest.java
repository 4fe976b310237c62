package io.shrike.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SyscallVariantsTest {
    @Test
    void everyLineNamesCallsThatExist() {
        for (List<String> row : TableFile.rows("variants.table")) {
            for (String abi : row.get(1).split(",")) {
                assertThat(SyscallTable.of(Abi.valueOf(abi.toUpperCase(Locale.ROOT)))
                                .names())
                        .as(abi)
                        .contains(row.get(0));
            }
            assertThat(SyscallFamilies.names()).contains(row.get(2));
            assertThat(Integer.parseInt(row.get(3))).isBetween(0, SyscallVariants.ARGUMENTS);
        }
    }

    @Test
    void everyNameWithA64BitTwinIsAVariant() {
        for (Abi abi : List.of(Abi.I386, Abi.ARM)) {
            for (String name : SyscallTable.of(abi).names()) {
                String shorter = name.replaceFirst("(_time64|64|32)$", "");
                boolean twin = !shorter.equals(name)
                        && SyscallTable.of(Abi.X86_64).names().contains(shorter)
                        && !SyscallTable.of(Abi.X86_64).names().contains(name);
                if (twin) {
                    assertThat(SyscallVariants.generic(abi, name)).isEqualTo(shorter);
                }
            }
        }
    }

    @Test
    void findsTheKernelNamesOfAGenericOne() {
        assertThat(SyscallVariants.kernelNames(Abi.I386, "chown")).containsExactly("chown", "chown32");
        assertThat(SyscallVariants.kernelNames(Abi.X86_64, "chown")).containsExactly("chown");
        assertThat(SyscallVariants.kernelNames(Abi.AARCH64, "chown")).isEmpty();
        assertThat(SyscallVariants.kernelNames(Abi.I386, "mmap")).containsExactly("mmap", "mmap2");
        assertThat(SyscallVariants.kernelNames(Abi.ARM, "mmap")).containsExactly("mmap2");
        assertThat(SyscallVariants.kernelNames(Abi.ARM, "sync_file_range"))
                .containsExactly("arm_sync_file_range", "sync_file_range2");
    }

    @Test
    void takesKernelNamesToo() {
        assertThat(SyscallVariants.kernelNames(Abi.I386, "chown32")).containsExactly("chown32");
        assertThat(SyscallVariants.kernelNames(Abi.X86_64, "chown32")).isEmpty();
    }

    @Test
    void tellsHowFarArgumentsAgree() {
        assertThat(SyscallVariants.sameArguments(Abi.I386, "openat")).isEqualTo(6);
        assertThat(SyscallVariants.sameArguments(Abi.I386, "setuid")).isZero();
        assertThat(SyscallVariants.sameArguments(Abi.X86_64, "setuid")).isEqualTo(6);
        assertThat(SyscallVariants.sameArguments(Abi.ARM, "truncate64")).isEqualTo(1);
    }
}
