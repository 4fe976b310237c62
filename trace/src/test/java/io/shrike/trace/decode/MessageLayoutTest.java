package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.syscall.Abi;
import io.shrike.trace.testing.CProgram;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageLayoutTest {
    /** A header whose byte at each offset is that offset, so that a wrong offset gives a wrong number. */
    private static byte[] counting() {
        byte[] header = new byte[64];
        for (int i = 0; i < header.length; i++) {
            header[i] = (byte) i;
        }
        return header;
    }

    @Test
    void readsTheWideLayout() {
        MessageLayout layout = MessageLayout.of(Abi.X86_64);
        assertThat(layout.name(counting())).isEqualTo(0x0706050403020100L);
        assertThat(layout.nameLength(counting())).isEqualTo(0x0b0a0908);
        assertThat(layout.vector(counting())).isEqualTo(0x1716151413121110L);
        assertThat(layout.vectorLength(counting())).isEqualTo(0x1f1e1d1c1b1a1918L);
    }

    @Test
    void readsTheNarrowLayout() {
        MessageLayout layout = MessageLayout.of(Abi.I386);
        assertThat(layout.name(counting())).isEqualTo(0x03020100L);
        assertThat(layout.nameLength(counting())).isEqualTo(0x07060504);
        assertThat(layout.vector(counting())).isEqualTo(0x0b0a0908L);
        assertThat(layout.vectorLength(counting())).isEqualTo(0x0f0e0d0cL);
    }

    @ParameterizedTest
    @EnumSource
    void hasTheWordsOfTheAbi(Abi abi) {
        MessageLayout layout = MessageLayout.of(abi);
        boolean wide = abi == Abi.X86_64 || abi == Abi.AARCH64;
        assertThat(layout.sizeOfMsghdr()).isEqualTo(wide ? 56 : 28);
        assertThat(layout.sizeOfMmsghdr()).isEqualTo(wide ? 64 : 32);
    }

    @Test
    void agreesWithTheCompiler() throws IOException {
        assumeTrue(CProgram.of("forker").isPresent(), "cc is not installed");
        assertThat(CProgram.compile("""
                #define _GNU_SOURCE
                #include <stddef.h>
                #include <sys/socket.h>
                _Static_assert(sizeof(struct msghdr) == 56, "msghdr");
                _Static_assert(sizeof(struct mmsghdr) == 64, "mmsghdr");
                _Static_assert(offsetof(struct msghdr, msg_namelen) == 8, "namelen");
                _Static_assert(offsetof(struct msghdr, msg_iov) == 16, "iov");
                _Static_assert(offsetof(struct msghdr, msg_iovlen) == 24, "iovlen");
                """, "-c", "-o", "/dev/null")).isEmpty();
    }
}
