package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConstantsTest {
    private static final List<String> HEADERS = List.of(
            "linux/ptrace.h",
            "linux/sched.h",
            "sys/mount.h",
            "sys/mman.h",
            "linux/memfd.h",
            "fcntl.h",
            "sys/stat.h",
            "sys/socket.h",
            "sys/prctl.h",
            "linux/bpf.h",
            "linux/keyctl.h",
            "signal.h",
            "sys/ioctl.h",
            "asm/ioctls.h",
            "linux/userfaultfd.h",
            "sys/personality.h");

    @TempDir
    private Path directory;

    @Test
    void haveTheValuesOfTheHeaders() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "no C compiler");
        Path output = directory.resolve("values");
        StringBuilder program = new StringBuilder("#define _GNU_SOURCE\n#include <stdio.h>\n");
        HEADERS.forEach(header -> program.append("#include <").append(header).append(">\n"));
        program.append("int main(void) {\n");
        // Headers may be older than a constant; what they do not know is not compared. Enumerators are no macros.
        Constants.byName()
                .keySet()
                .forEach(name -> program.append(known(name))
                        .append("printf(\"%s %%u\\n\", (unsigned) %s);\n#endif\n".formatted(name, name)));
        Path source = Files.writeString(directory.resolve("values.c"), program.append("return 0;\n}\n"));
        assertThat(run(
                        directory.resolve("log"),
                        "/usr/bin/cc",
                        "-o",
                        directory.resolve("a.out").toString(),
                        source.toString()))
                .isZero();
        assertThat(run(output, directory.resolve("a.out").toString())).isZero();
        Map<String, BigInteger> values = new TreeMap<>();
        for (String line : Files.readAllLines(output)) {
            String[] parts = line.split(" ", 2);
            values.put(parts[0], new BigInteger(parts[1]));
        }
        assertThat(values).hasSizeGreaterThan(80);
        assertThat(Constants.byName()).containsAllEntriesOf(values);
    }

    private static String known(String name) {
        boolean enumerator = Pattern.matches("(PTRACE|BPF|SOCK|ADDR)_.*", name);
        return enumerator ? "#if 1\n" : "#ifdef " + name + "\n";
    }

    private static int run(Path output, String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
    }
}
