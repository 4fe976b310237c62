package io.shrike.policy.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.model.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobSetTest {
    private static GlobSet set(String... globs) {
        return new GlobSet(Arrays.stream(globs)
                .map(glob -> Glob.parse(ByteString.utf8(glob)))
                .toList());
    }

    private static int[] match(GlobSet set, ByteString text) {
        return set.match(text, 0, text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "nc,        nc,         true",
        "nc,        rsync,      false",
        "nc,        ncat,       false",
        "nc*,       ncat,       true",
        "*nc,       rsync,      true",
        "python3.*, python3.12, true",
        "python3.*, python3,    false",
        "?,         a,          true",
        "?,         ab,         false",
        "[a-c]x,    bx,         true",
        "[!a-c]x,   bx,         false",
        "[^a-c]x,   dx,         true",
        "[]x],      ],          true",
        "[a-],      -,          true",
        "[\\]a],     ],          true",
        "[\\]a],     \\,          false",
        "[a\\-c],    -,          true",
        "[a\\-c],    b,          false",
        "[0-9]x,    9x,         true",
        "a\\*b,     a*b,        true",
        "a\\*b,     axb,        false",
        "*a*b*c*,   xxaxxbxxc,  true",
        "'',        '',         true",
        "*,         '',         true",
    })
    void matchesWhatTheGlobSays(String glob, String text, boolean expected) {
        assertThat(match(set(glob), ByteString.utf8(text))).hasSize(expected ? 1 : 0);
    }

    @Test
    void takesOneCharacterOfSeveralBytesForAQuestionMark() {
        assertThat(match(set("a?b"), ByteString.utf8("aéb"))).hasSize(1);
        assertThat(match(set("a?b"), ByteString.utf8("a😀b"))).hasSize(1);
        assertThat(match(set("a[!x]b"), ByteString.utf8("a😀b"))).hasSize(1);
    }

    @Test
    void takesAllCharactersOfTheSameFirstByteForOneInBrackets() {
        assertThat(match(set("a[xé]b"), ByteString.utf8("aéb"))).hasSize(1);
        assertThat(match(set("a[xé]b"), ByteString.utf8("axb"))).hasSize(1);
        assertThat(match(set("a[xé]b"), ByteString.utf8("a😀b"))).isEmpty();
        assertThat(match(set("a[!é]b"), ByteString.utf8("aéb"))).hasSize(1);
        assertThat(match(set("a[éx]b"), ByteString.utf8("axb"))).hasSize(1);
        assertThat(match(set("a[é-î]b"), ByteString.utf8("aéb"))).hasSize(1);
        assertThat(match(set("a[x]b"), ByteString.of((byte) 'a', (byte) 'x', (byte) 0x80, (byte) 'b')))
                .isEmpty();
    }

    @Test
    void takesABrokenByteForAQuestionMark() {
        assertThat(match(set("a?"), ByteString.of((byte) 'a', (byte) 0x80))).hasSize(1);
        assertThat(match(set("a?"), ByteString.of((byte) 'a', (byte) 0xff))).hasSize(1);
        assertThat(match(set("a*"), ByteString.of((byte) 'a', (byte) 0xff, (byte) 0)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[abc", "[", "[!", "a\\", "[z-a]"})
    void refusesWhatIsNoGlob(String glob) {
        assertThatThrownBy(() -> Glob.parse(ByteString.utf8(glob))).isInstanceOf(GlobSyntaxException.class);
    }

    @Test
    void saysWhereAGlobIsBroken() {
        assertThatThrownBy(() -> Glob.parse(ByteString.utf8("ab[cd")))
                .isInstanceOfSatisfying(
                        GlobSyntaxException.class, e -> assertThat(e.offset()).isEqualTo(2))
                .hasMessage("the bracket is never closed");
    }

    @Test
    void agreesWithANaiveMatcherOnGeneratedGlobs() {
        Random random = new Random(1);
        for (int round = 0; round < 400; round++) {
            List<String> globs = IntStream.range(0, 1 + random.nextInt(30))
                    .mapToObj(i -> glob(random))
                    .toList();
            GlobSet set = set(globs.toArray(String[]::new));
            for (int i = 0; i < 100; i++) {
                String text = text(random, "abc");
                int[] expected = IntStream.range(0, globs.size())
                        .filter(n -> NaiveGlob.matches(globs.get(n), text))
                        .toArray();
                assertThat(match(set, ByteString.utf8(text)))
                        .as("%s in %s", text, globs)
                        .containsExactly(expected);
            }
        }
    }

    private static String glob(Random random) {
        StringBuilder glob = new StringBuilder();
        int tokens = random.nextInt(6);
        for (int i = 0; i < tokens; i++) {
            glob.append(
                    switch (random.nextInt(9)) {
                        case 0, 1 -> "*";
                        case 2 -> "?";
                        case 3 -> "[ab]";
                        case 4 -> "[!a]";
                        case 5 -> "[a-b]";
                        default -> String.valueOf((char) ('a' + random.nextInt(3)));
                    });
        }
        return glob.toString();
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void staysLinearOnGlobsThatBacktrackersChokeOn() {
        List<String> globs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            globs.add("*a".repeat(20 + i) + "*b");
        }
        GlobSet set = set(globs.toArray(String[]::new));
        ByteString text = ByteString.utf8("a".repeat(4000) + "c");
        long start = System.nanoTime();
        assertThat(match(set, text)).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    @Test
    void saysWhereABackslashEscapesNothing() {
        assertThatThrownBy(() -> Glob.parse(ByteString.utf8("abc\\")))
                .isInstanceOfSatisfying(
                        GlobSyntaxException.class, e -> assertThat(e.offset()).isEqualTo(3));
    }

    @Test
    void keepsNoMoreStatesThanItsBudgetAllows() {
        GlobSet set = set(IntStream.range(0, 40)
                .mapToObj(i -> "*" + (char) ('a' + i % 26) + "*" + (char) ('a' + i * 7 % 26) + "?".repeat(i % 5) + "*z")
                .toArray(String[]::new));
        Random random = new Random(9);
        int most = 0;
        for (int i = 0; i < 3000; i++) {
            match(set, ByteString.utf8(text(random, "abcdefghijklmnopqrstuvwxyz".repeat(2))));
            most = Math.max(most, set.states());
        }
        assertThat(most).isBetween(50, 2000);
    }

    @Test
    void answersRightAfterItsStatesWereThrownAway() {
        List<String> globs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            globs.add("*" + (char) ('a' + i % 26) + "*" + (char) ('a' + i * 7 % 26) + "?".repeat(i % 5) + "*z");
        }
        GlobSet set = set(globs.toArray(String[]::new));
        Random random = new Random(2);
        for (int i = 0; i < 3000; i++) {
            String text = text(random, "abcdefghijklmnopqrstuvwxyz") + text(random, "abcdefghijklmnopqrstuvwxyz") + "z";
            int[] expected = IntStream.range(0, globs.size())
                    .filter(n -> NaiveGlob.matches(globs.get(n), text))
                    .toArray();
            assertThat(match(set, ByteString.utf8(text))).containsExactly(expected);
        }
    }
}
