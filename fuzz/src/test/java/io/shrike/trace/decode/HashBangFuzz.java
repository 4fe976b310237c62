package io.shrike.trace.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.ByteString;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Any bytes as the head of a file: the interpreter is what a regular expression finds. */
class HashBangFuzz {
    private static final Pattern LINE = Pattern.compile("#![ \t]*([^ \t\n\0]+).*", Pattern.DOTALL);

    @FuzzTest
    void agreesWithARegularExpression(byte[] head) {
        Matcher line = LINE.matcher(new String(head, ISO_8859_1));
        Optional<String> expected = line.matches() ? Optional.of(line.group(1)) : Optional.empty();
        Optional<ByteString> found = HashBang.interpreter(head);
        assertThat(found.map(name -> new String(name.toArray(), ISO_8859_1))).isEqualTo(expected);
    }
}
