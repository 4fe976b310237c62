package io.shrike.linux.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.testing.CCompiler;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void namesEveryErrorOfTheHeader() throws Exception {
        CCompiler compiler = new CCompiler("cc");
        assumeTrue(compiler.exists(), "cc is not installed");
        Map<Integer, String> header = new TreeMap<>();
        for (String line : compiler.macros("#include <errno.h>\n")) {
            String[] words = line.split(" ");
            if (words.length == 3 && words[1].matches("E[A-Z0-9]+") && words[2].matches("[0-9]+")) {
                header.put(Integer.valueOf(words[2]), words[1]);
            }
        }
        assertThat(header).hasSizeGreaterThan(120);
        header.forEach((number, name) -> assertThat(Errno.name(number)).isEqualTo(name));
        for (int number = 1; number < 200; number++) {
            assertThat(Errno.name(number)).isEqualTo(header.getOrDefault(number, "errno " + number));
        }
    }

    @Test
    void unknownErrorsAreNumbers() {
        assertThat(Errno.name(999)).isEqualTo("errno 999");
        assertThat(Errno.name(0)).isEqualTo("errno 0");
        assertThat(Errno.name(-1)).isEqualTo("errno -1");
        assertThat(Errno.name(41)).isEqualTo("errno 41");
    }
}
