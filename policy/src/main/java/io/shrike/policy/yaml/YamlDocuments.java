package io.shrike.policy.yaml;

import io.shrike.policy.document.Problem;
import java.util.List;

/**
 * The documents of any YAML text with their places, under the limits that policies have. Variables are not replaced.
 * {@code roots} is what could be read before the first mistake of syntax.
 */
public record YamlDocuments(List<YamlNode> roots, List<Problem> problems) {
    public YamlDocuments {
        roots = List.copyOf(roots);
        problems = List.copyOf(problems);
    }

    /**
     * Reads a text.
     *
     * @param fileName how messages name the text
     * @param text UTF-8, at most 8 MiB
     */
    public static YamlDocuments read(String fileName, byte[] text) {
        Problems problems = new Problems(fileName);
        List<YamlNode> roots = PolicyText.decode(text, problems)
                .map(decoded -> YamlTree.read(decoded, problems, Variables.none(problems)))
                .orElse(List.of());
        return new YamlDocuments(roots, problems.inOrder());
    }
}
