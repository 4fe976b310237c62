package io.shrike.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policy texts of tests. */
final class Text {
    static final String HEAD = """
            apiVersion: security.qualys.com/v1
            kind: TracingPolicy
            metadata: {name: test}
            spec:
            """;

    private Text() {}

    /** A policy whose {@code spec} is {@code sections}, which begin at line 5 and column 3. */
    static String policy(String sections) {
        return HEAD + sections.indent(2);
    }

    static ParseResult parse(String text) {
        return parse(text, Map.of());
    }

    static ParseResult parse(String text, Map<String, String> environment) {
        return parse(text.getBytes(StandardCharsets.UTF_8), environment);
    }

    static ParseResult parse(byte[] text, Map<String, String> environment) {
        return PolicyParser.parse("p.yaml", text, name -> Optional.ofNullable(environment.get(name)));
    }

    /** The one document of a text that has no problem. */
    static PolicyDocument only(String text) {
        ParseResult result = parse(text);
        assertThat(result.problems()).isEmpty();
        assertThat(result.documents()).hasSize(1);
        return result.documents().getFirst();
    }

    static List<String> problems(String text) {
        return problems(parse(text));
    }

    static List<String> problems(ParseResult result) {
        return result.problems().stream().map(Problem::toString).toList();
    }
}
