package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.trace.decode.ArgumentTable.Kind;
import io.shrike.trace.testing.CProgram;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentNamesTest {
    @ParameterizedTest
    @CsvSource({
        "PTRACE, 16, PTRACE_ATTACH",
        "PTRACE, 16902, PTRACE_SEIZE",
        "PTRACE, 99999, 99999",
        "PRCTL, 38, PR_SET_NO_NEW_PRIVS",
        "PRCTL, 1499557217, PR_SET_PTRACER",
        "PRCTL, 3, 3",
        "BPF, 5, BPF_PROG_LOAD",
        "SECCOMP, 1, SECCOMP_SET_MODE_FILTER",
        "SIGNAL, 0, 0",
        "SIGNAL, 9, SIGKILL",
        "SIGNAL, 31, SIGSYS",
        "SIGNAL, 32, SIGRT32",
        "SIGNAL, 64, SIGRT64",
        "SIGNAL, 65, 65",
        "CLONE, 0, 0x0",
        "CLONE, 131072, CLONE_NEWNS",
        "CLONE, 268566528, CLONE_NEWNS|CLONE_NEWUSER",
        "CLONE, 785, CLONE_VM|CLONE_FS|0x11",
        "PROT, 0, 0x0",
        "PROT, 5, PROT_READ|PROT_EXEC",
        "PROT, 16777220, PROT_EXEC|0x1000000",
    })
    void usesTheKernelsNames(Kind kind, long value, String name) {
        assertThat(ArgumentNames.name(kind, value)).isEqualTo(name);
    }

    @Test
    void looksAtTheLowHalfOnly() {
        long junk = 0xdeadbeef_00000000L;
        assertThat(ArgumentNames.name(Kind.PTRACE, junk | 16)).isEqualTo("PTRACE_ATTACH");
        assertThat(ArgumentNames.name(Kind.SIGNAL, junk | 9)).isEqualTo("SIGKILL");
        assertThat(ArgumentNames.name(Kind.SIGNAL, -1)).isEqualTo("4294967295");
        assertThat(ArgumentNames.name(Kind.PROT, junk | 4)).isEqualTo("PROT_EXEC");
    }

    @Test
    void agreesWithTheHeadersOfTheMachine() throws IOException {
        assumeTrue(CProgram.of("forker").isPresent(), "cc is not installed");
        StringBuilder source = new StringBuilder("""
                #define _GNU_SOURCE
                #include <linux/bpf.h>
                #include <linux/prctl.h>
                #include <linux/ptrace.h>
                #include <linux/sched.h>
                #include <linux/seccomp.h>
                #include <signal.h>
                #include <sys/mman.h>
                #if defined(__x86_64__)
                #define PTRACE_GETREGS 12
                #define PTRACE_SETREGS 13
                #endif
                """);
        int checked = 0;
        for (Kind kind : List.of(Kind.PTRACE, Kind.PRCTL, Kind.BPF, Kind.SECCOMP, Kind.SIGNAL, Kind.CLONE, Kind.PROT)) {
            for (long value : interesting().toArray()) {
                String name = ArgumentNames.name(kind, value);
                if (name.startsWith("SIGRT") || !name.matches("[A-Z][A-Z0-9_]*")) {
                    continue;
                }
                checked++;
                source.append("#ifdef ").append(name).append('\n');
                source.append(assertion(name, value)).append("#else\n");
                if (name.startsWith("BPF_")) {
                    source.append(assertion(name, value));
                }
                source.append("#endif\n");
            }
        }
        assertThat(checked).isGreaterThan(90);
        assertThat(CProgram.compile(source.toString(), "-c", "-o", "/dev/null")).isEmpty();
    }

    private static String assertion(String name, long value) {
        return "_Static_assert((unsigned)" + name + " == " + value + "u, \"" + name + "\");\n";
    }

    private static LongStream interesting() {
        return Stream.of(
                        LongStream.rangeClosed(0, 127).toArray(),
                        LongStream.rangeClosed(16896, 16912).toArray(),
                        LongStream.range(7, 31).map(bit -> 1L << bit).toArray(),
                        new long[] {1499557217, 1398164801})
                .flatMapToLong(LongStream::of)
                .distinct();
    }
}
