package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.shrike.model.ByteString;
import java.util.List;
import java.util.stream.IntStream;

/** Globs of text against a naive matcher, and any bytes as a glob and as what it is asked. */
class GlobSetFuzz {
    @FuzzTest
    void agreesWithANaiveMatcher(FuzzedDataProvider data) {
        List<String> globs = Generated.some(data, 12, Generated::glob);
        TextGlobs set = new TextGlobs(globs.stream().map(ByteString::utf8).toList());
        for (String text : Generated.some(data, 20, d -> Generated.word(d, 8))) {
            int[] expected = IntStream.range(0, globs.size())
                    .filter(n -> NaiveGlob.matches(globs.get(n), text))
                    .toArray();
            assertThat(set.match(ByteString.utf8(text)))
                    .as("%s in %s", text, globs)
                    .containsExactly(expected);
        }
        takesAnyBytes(ByteString.of(data.consumeBytes(40)), ByteString.of(data.consumeRemainingAsBytes()));
    }

    /** A glob with every special byte escaped matches exactly itself, beside one that may be anything. */
    private static void takesAnyBytes(ByteString any, ByteString text) {
        Glob exact = Glob.parse(escaped(text));
        assertThat(exact.isLiteral()).isTrue();
        assertThat(exact.literal()).isEqualTo(text);
        try {
            GlobSet set = new GlobSet(List.of(Glob.parse(any), exact));
            assertThat(set.match(text, 0, text.length())).contains(1);
        } catch (GlobSyntaxException e) {
            assertThat(e.offset()).isBetween(0, any.length());
        }
    }

    private static ByteString escaped(ByteString text) {
        byte[] escaped = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            escaped[2 * i] = '\\';
            escaped[2 * i + 1] = text.at(i);
        }
        return ByteString.of(escaped);
    }
}
