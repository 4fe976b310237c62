package io.shrike.trace.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.ByteString;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashBangTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#!/bin/sh~|/bin/sh",
                "#!/bin/sh|/bin/sh",
                "#! /usr/bin/env python3~|/usr/bin/env",
                "#!^ ^/bin/sh^-e~|/bin/sh",
                "#!relative~|relative",
                "#!/bin/sh@junk~|/bin/sh",
                "#!/bin/sh%~|/bin/sh%"
            })
    void readsTheInterpreterUpToABlank(String head, String interpreter) {
        String line =
                head.replace('~', '\n').replace('^', '\t').replace('@', '\0').replace('%', '\r');
        assertThat(HashBang.interpreter(line.getBytes(ISO_8859_1)))
                .contains(ByteString.utf8(interpreter.replace('%', '\r')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "#!",
                "#!\n",
                "#!   \n/bin/sh",
                "# !/bin/sh\n",
                " #!/bin/sh",
                "!#/bin/sh",
                "\u007fELF",
                "#!\0/bin/sh"
            })
    void findsNoneInWhatIsNoScript(String head) {
        assertThat(HashBang.interpreter(head.getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void keepsBytesThatAreNotUtf8() {
        byte[] head = {'#', '!', '/', (byte) 0xff, (byte) 0xfe, '\n'};
        assertThat(HashBang.interpreter(head)).contains(ByteString.of((byte) '/', (byte) 0xff, (byte) 0xfe));
    }

    @Test
    void neverThrowsOnRandomBytes() {
        Random random = new Random(20260104);
        for (int round = 0; round < 50_000; round++) {
            byte[] head = new byte[random.nextInt(12)];
            random.nextBytes(head);
            if (head.length > 1) {
                head[0] = '#';
                head[1] = '!';
            }
            HashBang.interpreter(head)
                    .ifPresent(name -> assertThat(name.isEmpty()).isFalse());
        }
    }
}
