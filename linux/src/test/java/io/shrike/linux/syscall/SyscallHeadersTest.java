package io.shrike.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.testing.CCompiler;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number that a header of this machine knows is asked from the C preprocessor. */
class SyscallHeadersTest {
    private static final Pattern DEFINED = Pattern.compile("#define (__(?:ARM_)?NR_(\\w+)) .*");
    private static final Pattern VALUE = Pattern.compile("shrike (\\w+) \\(?([0-9a-fx]+)(?: ?\\+ ?([0-9a-fx]+))?\\)?");
    /** Macros that count or mark, and stand for no call. */
    private static final Set<String> NO_CALLS =
            Set.of("syscalls", "arch_specific_syscall", "SYSCALL_BASE", "OABI_SYSCALL_BASE", "SYSCALL_MASK", "BASE");

    @TempDir
    private Path directory;

    @Test
    void x86HeadersAgree() {
        CCompiler compiler = CCompiler.required();
        compare(compiler, Abi.X86_64, "#include <asm/unistd_64.h>\n", 350);
        compare(compiler, Abi.I386, "#include <asm/unistd_32.h>\n", 420);
        compare(compiler, Abi.X32, "#define __X32_SYSCALL_BIT 0x40000000\n#include <asm/unistd_x32.h>\n", 340);
    }

    @Test
    void genericHeaderAgreesWithAarch64() {
        String selection = """
                #define __BITS_PER_LONG 64
                #define __ARCH_WANT_RENAMEAT
                #define __ARCH_WANT_NEW_STAT
                #define __ARCH_WANT_SET_GET_RLIMIT
                #define __ARCH_WANT_TIME32_SYSCALLS
                #define __ARCH_WANT_SYS_CLONE3
                #define __ARCH_WANT_MEMFD_SECRET
                #include <asm-generic/unistd.h>
                """;
        compare(CCompiler.required(), Abi.AARCH64, selection, 300);
    }

    @Test
    void aarch64HeaderAgrees() {
        compareCross("aarch64-linux-gnu-gcc", Abi.AARCH64, 300);
    }

    @Test
    void armHeaderAgrees() {
        compareCross("arm-linux-gnueabihf-gcc", Abi.ARM, 390);
    }

    private void compareCross(String command, Abi abi, int atLeast) {
        Optional<CCompiler> compiler = CCompiler.find(command);
        assumeTrue(compiler.isPresent(), "no " + command + " on this machine");
        compare(compiler.orElseThrow(), abi, "#include <asm/unistd.h>\n", atLeast);
    }

    private void compare(CCompiler compiler, Abi abi, String source, int atLeast) {
        Optional<String> macros = compiler.preprocess(directory, source, "-dM");
        assumeTrue(macros.isPresent(), "this machine has no header for " + abi);
        StringBuilder questions = new StringBuilder(source);
        for (Matcher macro :
                DEFINED.matcher(macros.orElseThrow()).results().map(this::again).toList()) {
            if (!NO_CALLS.contains(macro.group(2))) {
                questions
                        .append("shrike ask_")
                        .append(macro.group(2))
                        .append(' ')
                        .append(macro.group(1))
                        .append('\n');
            }
        }
        Map<String, Integer> header = new TreeMap<>();
        String answers = compiler.preprocess(directory, questions.toString()).orElseThrow();
        VALUE.matcher(answers).results().forEach(answer -> {
            int added = answer.group(3) == null ? 0 : Integer.decode(answer.group(3));
            header.put(answer.group(1).substring("ask_".length()), Integer.decode(answer.group(2)) + added);
        });
        Map<String, Integer> ours = new TreeMap<>();
        header.keySet().forEach(name -> SyscallTable.of(abi).number(name).ifPresent(nr -> ours.put(name, nr)));
        assertThat(header).hasSizeGreaterThan(atLeast);
        assertThat(ours).isEqualTo(header);
    }

    private Matcher again(java.util.regex.MatchResult result) {
        Matcher matcher = DEFINED.matcher(result.group());
        assertThat(matcher.matches()).isTrue();
        return matcher;
    }
}
