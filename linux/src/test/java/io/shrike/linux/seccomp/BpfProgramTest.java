package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BpfProgramTest {
    private static final BpfInstruction ALLOW = BpfInstruction.of(Bpf.BPF_RET | Bpf.BPF_K, SeccompAction.ALLOW);

    @Test
    void laysOutStructSockFilterInNativeOrder() {
        BpfInstruction jump = new BpfInstruction(Bpf.BPF_JMP | Bpf.BPF_JEQ | Bpf.BPF_K, 255, 1, 0xC000003E);
        byte[] bytes = new BpfProgram(List.of(jump, ALLOW)).toBytes();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        assertThat(bytes).hasSize(16);
        assertThat(buffer.getShort(0)).isEqualTo((short) 0x15);
        assertThat(buffer.get(2)).isEqualTo((byte) 255);
        assertThat(buffer.get(3)).isEqualTo((byte) 1);
        assertThat(buffer.getInt(4)).isEqualTo(0xC000003E);
    }

    @Test
    void readsBackItsOwnBytes() {
        BpfProgram program = new BpfProgram(List.of(new BpfInstruction(0xFFFF, 254, 255, -1), ALLOW));
        assertThat(BpfProgram.ofBytes(program.toBytes())).isEqualTo(program);
        assertThatThrownBy(() -> BpfProgram.ofBytes(new byte[12])).hasMessageContaining("length=12");
    }

    @Test
    void endsAtTheLimitOfTheKernel() {
        assertThat(new BpfProgram(Collections.nCopies(4096, ALLOW)).size()).isEqualTo(4096);
        assertThatThrownBy(() -> new BpfProgram(Collections.nCopies(4097, ALLOW)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the program has 4097 instructions, the kernel takes at most 4096 (BPF_MAXINSNS)");
        assertThatThrownBy(() -> new BpfProgram(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesJumpsThatDoNotFit() {
        assertThatThrownBy(() -> new BpfInstruction(0x15, 256, 0, 0)).hasMessageContaining("jt=256");
        assertThatThrownBy(() -> new BpfInstruction(0x15, 0, -1, 0)).hasMessageContaining("jf=-1");
        assertThatThrownBy(() -> new BpfInstruction(0x10000, 0, 0, 0)).hasMessageContaining("code=65536");
    }
}
