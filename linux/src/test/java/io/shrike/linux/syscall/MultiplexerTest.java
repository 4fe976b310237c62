package io.shrike.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MultiplexerTest {
    @Test
    void selectsByTheFirstArgument() {
        assertThat(Multiplexer.SOCKETCALL.name(3)).contains("connect");
        assertThat(Multiplexer.SOCKETCALL.name(0x10003)).isEmpty();
        assertThat(Multiplexer.IPC.name(21)).contains("shmat");
    }

    @Test
    void ignoresTheVersionOfIpc() {
        assertThat(Multiplexer.IPC.name(0x10015)).contains("shmat");
    }

    @Test
    void countsTheShortFormsAsTheLongOnes() {
        assertThat(Multiplexer.SOCKETCALL.calls("sendto")).containsExactly(9, 11);
        assertThat(Multiplexer.SOCKETCALL.calls("recvfrom")).containsExactly(10, 12);
        assertThat(Multiplexer.SOCKETCALL.calls("send")).containsExactly(9);
        assertThat(Multiplexer.SOCKETCALL.calls("open")).isEmpty();
    }

    @Test
    void existsOnI386Alone() {
        for (Multiplexer multiplexer : Multiplexer.values()) {
            assertThat(SyscallTable.of(Abi.I386).number(multiplexer.kernelName()))
                    .isPresent();
            assertThat(SyscallTable.of(Abi.ARM).number(multiplexer.kernelName()))
                    .isEmpty();
        }
    }
}
