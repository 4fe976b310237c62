package io.shrike.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.syscall.Abi;
import java.util.List;
import org.junit.jupiter.api.Test;

class BpfTextTest {
    @Test
    void printsACompiledFilter() {
        List<FilterRule> rules = List.of(
                FilterRule.always("execve"),
                FilterRule.when("openat", ArgumentTest.anySet(2, 0x243)),
                FilterRule.when("prctl", ArgumentTest.maskedEquals(0, 0xff, 4)));
        BpfProgram program = FilterCompiler.compile(Abi.AARCH64, rules, FilterDefaults.NOTIFY);
        assertThat(BpfText.print(program)).isEqualTo("""
                           0  load arch
                           1  if arch == aarch64, else goto 8
                           2  load nr
                           3  if nr >= 167 prctl goto 5
                           4  if nr == 56 openat goto 16, else goto 22
                           5  if nr >= 221 execve goto 7
                           6  if nr >= 168 getcpu goto 22, else goto 18
                           7  if nr >= 222 mmap goto 22, else goto 21
                           8  if arch == arm, else goto 15
                           9  load nr
                          10  if nr >= 172 prctl goto 12
                          11  if nr == 11 execve goto 21, else goto 22
                          12  if nr >= 322 openat goto 14
                          13  if nr >= 173 rt_sigreturn goto 22, else goto 18
                          14  if nr >= 323 mkdirat goto 22, else goto 16
                          15  goto 21
                          16  load arg2
                          17  if arg2 & 0x243 goto 21, else goto 22
                          18  load arg0
                          19  A &= 0xff
                          20  if (arg0 & 0xff) == 0x4, else goto 22
                          21  return user_notif
                          22  return allow
                        """);
    }

    @Test
    void printsEveryKindOfInstruction() {
        BpfProgram program = new BpfProgram(List.of(
                BpfInstruction.of(0x00, 5),
                BpfInstruction.of(0x07, 0),
                BpfInstruction.of(0x0C, 0),
                BpfInstruction.of(0x02, 3),
                BpfInstruction.of(0x61, 3),
                BpfInstruction.of(0x84, 0),
                BpfInstruction.of(0x80, 0),
                BpfInstruction.of(0x20, 8),
                BpfInstruction.of(0x20, 12),
                new BpfInstruction(0x2D, 1, 0, 0),
                BpfInstruction.of(0x05, 0),
                BpfInstruction.of(0x20, 4),
                new BpfInstruction(0x15, 0, 2, 0xC000003E),
                BpfInstruction.of(0x20, 0),
                new BpfInstruction(0x35, 0, 0, 512),
                BpfInstruction.of(0x16, 0)));
        assertThat(BpfText.print(program)).isEqualTo("""
                           0  A = 0x5
                           1  X = A
                           2  A += X
                           3  M[3] = A
                           4  X = M[3]
                           5  A = -A
                           6  A = 64
                           7  load instruction_pointer
                           8  load instruction_pointer.high
                           9  if instruction_pointer.high > X goto 11
                          10  goto 11
                          11  load arch
                          12  if arch == x86_64, else goto 15
                          13  load nr
                          14  if nr >= 512 rt_sigaction of x32
                          15  return A
                        """);
    }

    @Test
    void namesNothingWhereTwoWaysDisagree() {
        BpfProgram program = new BpfProgram(List.of(
                BpfInstruction.of(0x20, 4),
                new BpfInstruction(0x15, 0, 1, 0xC000003E),
                BpfInstruction.of(0x20, 0),
                new BpfInstruction(0x15, 0, 0, 59),
                BpfInstruction.of(0x06, 0)));
        assertThat(BpfText.print(program)).contains("3  if A == 0x3b\n");
    }
}
