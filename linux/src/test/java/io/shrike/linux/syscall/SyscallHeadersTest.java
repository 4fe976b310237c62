package io.shrike.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.testing.CCompiler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every number that a header of this machine knows is asked from the C preprocessor. */
class SyscallHeadersTest {
    private static final Pattern DEFINED = Pattern.compile("#define (__(?:ARM_)?NR_(\\w+)) .*");
    private static final Pattern ANSWER = Pattern.compile("shrike ask_(\\w+) ([0-9a-fx+() ]+)");
    private static final Pattern NUMBER = Pattern.compile("[0-9a-fx]+");
    /** Macros that count or mark, and stand for no call. */
    private static final Set<String> NO_CALLS =
            Set.of("syscalls", "arch_specific_syscall", "SYSCALL_BASE", "OABI_SYSCALL_BASE", "SYSCALL_MASK", "BASE");

    @Test
    void x86HeadersAgree() throws IOException, InterruptedException {
        compare("cc", Abi.X86_64, "#include <asm/unistd_64.h>\n", 350);
        compare("cc", Abi.I386, "#include <asm/unistd_32.h>\n", 420);
        compare("cc", Abi.X32, "#define __X32_SYSCALL_BIT 0x40000000\n#include <asm/unistd_x32.h>\n", 340);
    }

    @Test
    void genericHeaderAgreesWithAarch64() throws IOException, InterruptedException {
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
        compare("cc", Abi.AARCH64, selection, 300);
    }

    @Test
    void aarch64HeaderAgrees() throws IOException, InterruptedException {
        compare("aarch64-linux-gnu-gcc", Abi.AARCH64, "#include <asm/unistd.h>\n", 300);
    }

    @Test
    void armHeaderAgrees() throws IOException, InterruptedException {
        compare("arm-linux-gnueabihf-gcc", Abi.ARM, "#include <asm/unistd.h>\n", 390);
    }

    private static void compare(String command, Abi abi, String source, int atLeast)
            throws IOException, InterruptedException {
        CCompiler compiler = new CCompiler(command);
        assumeTrue(compiler.exists(), command + " is not installed");
        List<Matcher> macros = compiler.macros(source).stream()
                .map(DEFINED::matcher)
                .filter(Matcher::matches)
                .filter(macro -> !NO_CALLS.contains(macro.group(2)))
                .toList();
        assumeTrue(!macros.isEmpty(), "no header here for " + abi);
        StringBuilder questions = new StringBuilder(source);
        macros.forEach(macro -> questions
                .append("shrike ask_")
                .append(macro.group(2))
                .append(' ')
                .append(macro.group(1))
                .append('\n'));
        Map<String, Integer> header = new TreeMap<>();
        for (String line : compiler.preprocess(questions.toString())) {
            Matcher answer = ANSWER.matcher(line);
            if (answer.matches()) {
                header.put(answer.group(1), sum(answer.group(2)));
            }
        }
        Map<String, Integer> ours = new TreeMap<>();
        header.keySet().forEach(name -> SyscallTable.of(abi).number(name).ifPresent(nr -> ours.put(name, nr)));
        assertThat(header).hasSize(macros.size()).hasSizeGreaterThan(atLeast);
        assertThat(ours).isEqualTo(header);
    }

    /** The value of an expression that only adds. */
    private static int sum(String expression) {
        return NUMBER.matcher(expression)
                .results()
                .mapToInt(number -> Integer.decode(number.group()))
                .sum();
    }
}
