package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.linux.syscall.Abi;
import java.util.List;
import org.junit.jupiter.api.Test;

class BpfVerifierTest {
    private static final int LOAD = 0x20;
    private static final int LOAD_MEMORY = 0x60;
    private static final int JA = 0x05;
    private static final int JEQ = 0x15;
    private static final int RET = 0x06;
    private static final int RET_A = 0x16;

    private static BpfProgram program(BpfInstruction... instructions) {
        return new BpfProgram(List.of(instructions));
    }

    private static BpfInstruction plain(int code, int k) {
        return BpfInstruction.of(code, k);
    }

    private static void refuses(String reason, BpfInstruction... instructions) {
        assertThat(BpfVerifier.problem(program(instructions)))
                .hasValueSatisfying(problem -> assertThat(problem).contains(reason));
    }

    private static void accepts(BpfInstruction... instructions) {
        assertThat(BpfVerifier.problem(program(instructions))).isEmpty();
    }

    @Test
    void wantsAReturnAtTheEnd() {
        refuses("not a return", plain(LOAD, 0));
        refuses("not a return", plain(RET, 0), plain(LOAD, 0));
        accepts(plain(RET, 0));
        accepts(plain(LOAD, 0), plain(RET_A, 0));
    }

    @Test
    void wantsAlignedWordsOfSeccompData() {
        accepts(plain(LOAD, 60), plain(RET, 0));
        refuses("offset of a word", plain(LOAD, 64), plain(RET, 0));
        refuses("offset of a word", plain(LOAD, 2), plain(RET, 0));
        refuses("offset of a word", plain(LOAD, -4), plain(RET, 0));
    }

    @Test
    void takesOnlyTheInstructionsOfSeccomp() {
        refuses("not an instruction of seccomp", plain(0x28, 0), plain(RET, 0));
        refuses("not an instruction of seccomp", plain(0x30, 0), plain(RET, 0));
        refuses("not an instruction of seccomp", plain(0x40, 0), plain(RET, 0));
        refuses("not an instruction of seccomp", plain(0x94, 3), plain(RET, 0));
        refuses("not an instruction of seccomp", plain(0xFFFF, 0), plain(RET, 0));
        accepts(plain(0x80, 0), plain(0x81, 0), plain(0x84, 0), plain(RET, 0));
    }

    @Test
    void keepsJumpsInside() {
        accepts(plain(JA, 0), plain(RET, 0));
        refuses("past the end", plain(JA, 1), plain(RET, 0));
        refuses("past the end", plain(JA, -1), plain(RET, 0));
        accepts(new BpfInstruction(JEQ, 1, 0, 0), plain(RET, 0), plain(RET, 0));
        refuses("past the end", new BpfInstruction(JEQ, 2, 0, 0), plain(RET, 0), plain(RET, 0));
        refuses("past the end", new BpfInstruction(JEQ, 0, 2, 0), plain(RET, 0), plain(RET, 0));
    }

    @Test
    void refusesArithmeticWithoutResult() {
        refuses("division by zero", plain(0x34, 0), plain(RET, 0));
        accepts(plain(0x3C, 0), plain(RET, 0));
        accepts(plain(0x64, 31), plain(RET, 0));
        refuses("more than 31", plain(0x64, 32), plain(RET, 0));
        refuses("more than 31", plain(0x74, -1), plain(RET, 0));
    }

    @Test
    void wantsScratchMemoryWrittenOnEveryWay() {
        accepts(plain(0x02, 15), plain(LOAD_MEMORY, 15), plain(RET_A, 0));
        refuses("before it is written", plain(LOAD_MEMORY, 0), plain(RET, 0));
        refuses("no such word", plain(0x02, 16), plain(RET, 0));
        refuses("no such word", plain(LOAD_MEMORY, 16), plain(RET, 0));
        refuses(
                "before it is written",
                new BpfInstruction(JEQ, 1, 0, 0),
                plain(0x02, 3),
                plain(LOAD_MEMORY, 3),
                plain(RET, 0));
        accepts(
                new BpfInstruction(JEQ, 0, 2, 0),
                plain(0x02, 3),
                plain(JA, 1),
                plain(0x03, 3),
                plain(LOAD_MEMORY, 3),
                plain(RET, 0));
    }

    @Test
    void namesTheInstruction() {
        assertThat(BpfVerifier.problem(program(plain(LOAD, 0), plain(LOAD, 1), plain(RET, 0))))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("instruction 1: "));
    }

    @Test
    void keepsIllegalProgramsFromTheInterpreter() {
        assertThatThrownBy(
                        () -> BpfInterpreter.run(program(plain(LOAD, 1), plain(RET, 0)), SeccompData.of(Abi.I386, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
