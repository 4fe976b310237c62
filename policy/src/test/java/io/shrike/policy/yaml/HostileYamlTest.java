package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HostileYamlTest {
    private static final String MANY = "more than 500000 values, aliases counted as often as they are used";

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }

    private static String laughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            text.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d,".formatted(i - 1).repeat(9)));
        }
        return text.toString();
    }

    private static String mergedLaughs() {
        StringBuilder text = new StringBuilder("a0: &a0 {" + lines(50, i -> "k" + i + ": x, ") + "}\n");
        for (int i = 1; i < 20; i++) {
            text.append("a%d: &a%d {<<: *a%d, m%d: *a%d, n%d: *a%d}\n".formatted(i, i, i - 1, i, i - 1, i, i - 1));
        }
        return text.toString();
    }

    private static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("billion laughs", laughs(), MANY),
                Arguments.of("merged laughs", mergedLaughs(), MANY),
                Arguments.of("lists in lists", "[".repeat(2_000_000), "nested more than 32 levels deep"),
                Arguments.of("mappings in mappings", "{a: ".repeat(1_000_000), "nested more than 32 levels deep"),
                Arguments.of("dashes", "- ".repeat(2_000_000), "nested more than 32 levels deep"),
                Arguments.of("keys in keys", "? ".repeat(2_000_000), "nested more than 32 levels deep"),
                Arguments.of("many values", "[" + "a,".repeat(1_000_000) + "]", MANY),
                Arguments.of(
                        "a long value",
                        "a: \"" + "x".repeat(3_000_000) + "\"",
                        "a value of 3000000 characters, at most 65536 are allowed"),
                Arguments.of(
                        "a long block",
                        "a: |\n" + "  x\n".repeat(1_000_000),
                        "a value of 2000000 characters, at most 65536 are allowed"),
                Arguments.of("a long line", "a: " + "b:".repeat(2_000_000), "at most 65536 are allowed"),
                Arguments.of("many documents", "--- a\n".repeat(500_000), "more than 1000 documents"),
                Arguments.of("a long directive", "%X " + "x".repeat(3_000_000) + "\n--- a\n", "expected a mapping"),
                Arguments.of("itself in itself", "a: &a [*a]", "*a: the alias stands inside the node it names"),
                Arguments.of("itself merged", "a: &a {<<: *a}", "*a: the alias stands inside the node it names"),
                Arguments.of("a tab", "a:\n\tb: 1\n", "a tab cannot indent YAML or begin a value: use spaces"),
                Arguments.of("an open list", "a: [b\nc: }\n", "not YAML: "),
                Arguments.of("a list as a key", "[a]: b\n", "a key must be a name, found a list"),
                Arguments.of("a tag", "a: !!java.lang.Runtime {}\n", "means nothing in a policy: leave it out"),
                Arguments.of(
                        "an escape code", "a: \"\u001b[2J\"\n", "control character U+001B: a policy is plain text"),
                Arguments.of("NUL", "a: \u0000\n", "control character U+0000: a policy is plain text"),
                Arguments.of("many keys", lines(150_000, i -> "k" + i + ": 1\n"), "unknown key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void isRefusedQuicklyWithAMessage(String name, String text, String message) {
        ParseResult result = Text.parse(text);
        assertThat(result.documents()).isEmpty();
        assertThat(result.problems()).hasSizeLessThanOrEqualTo(Problems.MOST + 1);
        assertThat(result.problems())
                .anyMatch(problem -> problem.isError() && problem.message().contains(message));
    }

    @Test
    void refusesBytesThatAreNoUtf8WithTheirPlace() {
        byte[] text = {'a', ':', '\n', 'b', ':', ' ', (byte) 0xc3, '('};
        assertThat(Text.problems(Text.parse(text, Map.of())))
                .containsExactly("p.yaml:2:4: byte 0xc3 is not UTF-8: the file is binary or in another encoding");
    }

    @Test
    void refusesUtf16ByName() {
        assertThat(Text.problems(Text.parse("a: b".getBytes(StandardCharsets.UTF_16), Map.of())))
                .containsExactly("p.yaml: the file is UTF-16: save it as UTF-8");
    }

    @Test
    void refusesAFileThatIsTooLong() {
        assertThat(Text.problems(Text.parse(new byte[9 << 20], Map.of())))
                .containsExactly("p.yaml: the file has 9437184 bytes, at most 8388608 are allowed");
    }

    @Test
    void survivesEveryCutOfAPolicy() {
        String text = Text.policy("""
                fileIntegrityMonitoring:
                  paths:
                    - &a {path: "/a/[b]", events: [open], exclude: ['*.x']}
                    - {<<: *a, path: "${A:-/b}"}
                networkMonitoring: {outboundConnections: {blockedPorts: [1-2], allowlist: ["::/0"]}}
                """);
        for (int end = 0; end <= text.length(); end++) {
            assertThat(Text.parse(text.substring(0, end)).problems()).isNotNull();
            assertThat(Text.parse(text.substring(end)).problems()).isNotNull();
        }
    }

    @Test
    void loadsAHundredThousandEntries() {
        String networks = lines(100_000, i -> "        - 2001:db8:%x:%x::/64\n".formatted(i >> 16, i & 0xffff));
        String text = Text.HEAD + "  networkMonitoring:\n    outboundConnections:\n      blocklist:\n" + networks;
        ParseResult result = Text.parse(text);
        assertThat(result.problems()).isEmpty();
        assertThat(result.documents()
                        .getFirst()
                        .network()
                        .orElseThrow()
                        .outbound()
                        .orElseThrow()
                        .blocklist()
                        .entries())
                .hasSize(100_000);
    }

    @Test
    void loadsTenThousandRulesOfFilesAndAHundredThousandNames() {
        String paths = lines(10_000, i -> "      - {path: /srv/data/%d/*.conf, events: [write]}\n".formatted(i));
        String names = lines(100_000, i -> "      - {name: tool%d}\n".formatted(i));
        String text = Text.HEAD + "  fileIntegrityMonitoring:\n    paths:\n" + paths
                + "  processExecution:\n    trackedExecutables:\n" + names;
        ParseResult result = Text.parse(text);
        assertThat(result.problems()).isEqualTo(List.of());
        assertThat(result.documents().getFirst().executions().orElseThrow().trackedExecutables())
                .hasSize(100_000);
    }
}
