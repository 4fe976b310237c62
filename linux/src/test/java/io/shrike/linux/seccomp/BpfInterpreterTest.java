package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.linux.syscall.Abi;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BpfInterpreterTest {
    private static final BpfInstruction RETURN_A = BpfInstruction.of(Bpf.BPF_RET | Bpf.BPF_A, 0);
    private static final SeccompData DATA =
            new SeccompData(257, 0xC000003E, 0x1122334455667788L, List.of(0xA0A1A2A3B0B1B2B3L, 2L, 3L, 4L, 5L, -100L));

    private static int run(BpfInstruction... instructions) {
        return BpfInterpreter.run(new BpfProgram(List.of(instructions)), DATA);
    }

    private static BpfInstruction plain(int code, int k) {
        return BpfInstruction.of(code, k);
    }

    private static int word(int offset) {
        return run(plain(Bpf.BPF_LD | Bpf.BPF_W | Bpf.BPF_ABS, offset), RETURN_A);
    }

    @Test
    void readsSeccompDataAsThisMachineLaysItOut() {
        assertThat(word(0)).isEqualTo(257);
        assertThat(word(4)).isEqualTo(0xC000003E);
        assertThat(word(8)).isEqualTo(0x55667788);
        assertThat(word(12)).isEqualTo(0x11223344);
        assertThat(word(SeccompData.lowHalf(0))).isEqualTo(0xB0B1B2B3);
        assertThat(word(SeccompData.highHalf(0))).isEqualTo(0xA0A1A2A3);
        assertThat(word(SeccompData.lowHalf(5))).isEqualTo(-100);
        assertThat(word(SeccompData.highHalf(5))).isEqualTo(-1);
        assertThat(SeccompData.lowHalf(5)).isEqualTo(56);
    }

    @ParameterizedTest
    @CsvSource({
        "0x04, 7, 0xfffffffe, 5",
        "0x14, 7, 9, -2",
        "0x24, 0x10000, 0x10001, 0x10000",
        "0x34, -1, 16, 0x0fffffff",
        "0x44, 12, 3, 15",
        "0x54, 12, 6, 4",
        "0xa4, 12, 6, 10",
        "0x64, 1, 31, 0x80000000",
        "0x74, -1, 28, 15",
        "0x84, 5, 0, -5",
    })
    void computesWithConstantsAndWithX(String code, String left, String right, String result) {
        int operation = Integer.decode(code);
        int a = Long.decode(left).intValue();
        int k = Long.decode(right).intValue();
        int expected = Long.decode(result).intValue();
        assertThat(run(plain(0x00, a), plain(operation, k), RETURN_A)).isEqualTo(expected);
        boolean negates = operation == 0x84;
        assertThat(run(plain(0x00, a), plain(0x01, k), plain(negates ? operation : operation | Bpf.BPF_X, 0), RETURN_A))
                .isEqualTo(expected);
    }

    @Test
    void endsAtDivisionByAnXOfZero() {
        assertThat(run(plain(0x00, 5), plain(0x3C, 0), RETURN_A)).isEqualTo(SeccompAction.KILL_THREAD);
    }

    @Test
    void movesThroughXAndMemory() {
        assertThat(run(plain(0x00, 5), plain(0x07, 0), plain(0x00, 0), plain(0x87, 0), RETURN_A))
                .isEqualTo(5);
        assertThat(run(plain(0x00, 5), plain(0x02, 7), plain(0x00, 0), plain(0x60, 7), RETURN_A))
                .isEqualTo(5);
        assertThat(run(plain(0x01, 6), plain(0x03, 7), plain(0x61, 7), plain(0x87, 0), RETURN_A))
                .isEqualTo(6);
        assertThat(run(plain(0x80, 0), RETURN_A)).isEqualTo(64);
        assertThat(run(plain(0x81, 0), plain(0x87, 0), RETURN_A)).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({
        "0x15, 5, 5, true",
        "0x15, 5, 6, false",
        "0x25, -1, 5, true",
        "0x25, 5, 5, false",
        "0x35, 5, 5, true",
        "0x35, 4, -1, false",
        "0x45, 6, 2, true",
        "0x45, 6, 9, false",
    })
    void branchesOnConstantsAndOnX(String code, int left, int right, boolean taken) {
        int operation = Integer.decode(code);
        BpfInstruction one = plain(Bpf.BPF_RET, 1);
        BpfInstruction two = plain(Bpf.BPF_RET, 2);
        int expected = taken ? 1 : 2;
        assertThat(run(plain(0x00, left), new BpfInstruction(operation, 0, 1, right), one, two))
                .isEqualTo(expected);
        assertThat(run(plain(0x00, left), plain(0x01, right), new BpfInstruction(operation | 8, 0, 1, 0), one, two))
                .isEqualTo(expected);
    }

    @Test
    void countsTheInstructionsItRan() {
        BpfProgram program = new BpfProgram(List.of(plain(0x05, 1), plain(0x06, 1), plain(0x06, 2)));
        assertThat(new BpfInterpreter(program).execute(DATA)).isEqualTo(new BpfInterpreter.Outcome(2, 2));
    }

    @Test
    void wantsSixArguments() {
        assertThat(SeccompData.of(Abi.I386, 5, 1, 2).arguments()).containsExactly(1L, 2L, 0L, 0L, 0L, 0L);
        assertThatThrownBy(() -> SeccompData.of(Abi.I386, 5, 1, 2, 3, 4, 5, 6, 7))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void describesActions() {
        assertThat(SeccompAction.describe(SeccompAction.USER_NOTIF)).isEqualTo("user_notif");
        assertThat(SeccompAction.describe(SeccompAction.errno(13))).isEqualTo("errno 13");
        assertThat(SeccompAction.describe(SeccompAction.trace(7))).isEqualTo("trace 7");
        assertThat(SeccompAction.describe(SeccompAction.KILL_PROCESS)).isEqualTo("kill_process");
        assertThat(SeccompAction.describe(0x12340000)).isEqualTo("unknown action 0x12340000");
        assertThatThrownBy(() -> SeccompAction.errno(0x10000)).hasMessageContaining("data=65536");
    }
}
