package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.linux.syscall.Abi;
import org.junit.jupiter.api.Test;

class BpfAssemblerTest {
    private static final BpfLabel NEXT = BpfLabel.NEXT;

    private final BpfAssembler assembler = new BpfAssembler();
    private final BpfLabel yes = new BpfLabel("yes");
    private final BpfLabel no = new BpfLabel("no");

    private static int run(BpfProgram program, int nr) {
        return BpfInterpreter.run(program, SeccompData.of(Abi.X86_64, nr));
    }

    @Test
    void jumpsForwardToLabels() {
        assembler.load(SeccompData.NR).ifEqual(7, yes, NEXT).ifEqual(9, NEXT, no);
        BpfProgram program = assembler.bind(yes).ret(1).bind(no).ret(2).assemble();
        assertThat(program.instructions().get(1)).isEqualTo(new BpfInstruction(0x15, 1, 0, 7));
        assertThat(program.instructions().get(2)).isEqualTo(new BpfInstruction(0x15, 0, 1, 9));
        assertThat(run(program, 7)).isEqualTo(1);
        assertThat(run(program, 9)).isEqualTo(1);
        assertThat(run(program, 8)).isEqualTo(2);
    }

    @Test
    void comparesUnsigned() {
        assembler
                .load(SeccompData.NR)
                .ifAbove(5, yes, NEXT)
                .ifAtLeast(4, NEXT, no)
                .ret(3);
        BpfProgram program = assembler.bind(yes).ret(1).bind(no).ret(2).assemble();
        assertThat(run(program, -1)).isEqualTo(1);
        assertThat(run(program, 6)).isEqualTo(1);
        assertThat(run(program, 5)).isEqualTo(3);
        assertThat(run(program, 4)).isEqualTo(3);
        assertThat(run(program, 3)).isEqualTo(2);
    }

    @Test
    void leavesOutJumpsToTheNextInstruction() {
        BpfProgram program = assembler.jump(yes).bind(yes).ret(1).assemble();
        assertThat(program.size()).isEqualTo(1);
    }

    @Test
    void refusesBackwardJumps() {
        assembler.bind(yes).load(0).ifEqual(1, yes, NEXT).ret(0);
        assertThatThrownBy(assembler::assemble)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("jump goes backward: yes");
    }

    @Test
    void refusesBackwardUnconditionalJumps() {
        assembler.bind(yes).load(0).jump(yes).ret(0);
        assertThatThrownBy(assembler::assemble).hasMessage("jump goes backward: yes");
    }

    @Test
    void refusesLabelsThatAreBoundNowhere() {
        assembler.load(0).ifEqual(1, yes, no).bind(yes).ret(0);
        assertThatThrownBy(assembler::assemble).hasMessage("label is bound nowhere: no");
    }

    @Test
    void refusesLabelsPastTheEnd() {
        assembler.load(0).ifEqual(1, yes, NEXT).ret(0).bind(yes);
        assertThatThrownBy(assembler::assemble).hasMessage("no instruction follows: yes");
    }

    @Test
    void refusesToBindTwice() {
        assembler.bind(yes);
        assertThatThrownBy(() -> assembler.bind(yes)).hasMessage("label is bound already: yes");
        assertThatThrownBy(() -> assembler.bind(NEXT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesRawJumpsAndIllegalPrograms() {
        assertThatThrownBy(() -> assembler.add(new BpfInstruction(0x15, 1, 0, 0)))
                .hasMessageContaining("labels");
        assembler.load(3).ret(0);
        assertThatThrownBy(assembler::assemble).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAnEndWithoutReturn() {
        assembler.load(0);
        assertThatThrownBy(assembler::assemble).hasMessageContaining("not a return");
    }

    @Test
    void saysHowLongATooLongProgramIs() {
        for (int count = 0; count < 4096; count++) {
            assembler.load(0);
        }
        assembler.ret(0);
        assertThatThrownBy(assembler::assemble).hasMessageContaining("4097 instructions");
    }

    @Test
    void reachesExactly255Instructions() {
        assembler.load(0).ifEqual(1, yes, no);
        filler(254);
        BpfProgram program = assembler.bind(no).ret(2).bind(yes).load(0).ret(1).assemble();
        assertThat(program.size()).isEqualTo(2 + 254 + 3);
        assertThat(run(program, 1)).isEqualTo(1);
        assertThat(run(program, 0)).isEqualTo(2);
    }

    @Test
    void helpsFarJumpsOn() {
        for (int distance = 250; distance < 262; distance++) {
            BpfLabel far = new BpfLabel("far");
            BpfLabel farther = new BpfLabel("farther");
            BpfAssembler program = new BpfAssembler();
            program.load(0).ifEqual(1, far, farther);
            for (int count = 0; count < distance; count++) {
                program.load(4);
            }
            program.ret(3)
                    .bind(far)
                    .load(0)
                    .ifEqual(1, NEXT, farther)
                    .ret(1)
                    .bind(farther)
                    .load(0)
                    .ret(2);
            BpfProgram assembled = program.assemble();
            assertThat(run(assembled, 1)).as("distance " + distance).isEqualTo(1);
            assertThat(run(assembled, 5)).as("distance " + distance).isEqualTo(2);
        }
    }

    @Test
    void copiesAFarReturnInsteadOfJumpingToIt() {
        assembler.load(0).ifEqual(1, yes, NEXT);
        filler(300);
        BpfProgram program = assembler.ret(2).bind(yes).ret(1).assemble();
        assertThat(program.instructions().get(2)).isEqualTo(BpfInstruction.of(Bpf.BPF_RET, 1));
        assertThat(run(program, 1)).isEqualTo(1);
        assertThat(run(program, 2)).isEqualTo(2);
    }

    @Test
    void sharesAStubAmongNeighbours() {
        assembler.load(0).ifEqual(1, yes, NEXT).ifEqual(2, yes, NEXT).ifEqual(3, yes, NEXT);
        filler(300);
        BpfProgram program = assembler.ret(2).bind(yes).load(0).ret(1).assemble();
        assertThat(program.size()).isEqualTo(4 + 1 + 300 + 3);
        for (int nr = 0; nr < 5; nr++) {
            assertThat(run(program, nr)).isEqualTo(nr >= 1 && nr <= 3 ? 1 : 2);
        }
    }

    private void filler(int count) {
        for (int index = 0; index < count; index++) {
            assembler.load(0);
        }
    }
}
