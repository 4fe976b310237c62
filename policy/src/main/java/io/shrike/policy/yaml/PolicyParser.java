package io.shrike.policy.yaml;

import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The parser of policies. Holds no state; time and memory are bounded by the limits on its input. */
public final class PolicyParser {
    private PolicyParser() {}

    /**
     * Reads all documents of a text.
     *
     * @param fileName how messages name the text
     * @param text UTF-8, at most 8 MiB
     * @param environment looks up what {@code ${NAME}} stands for
     */
    public static ParseResult parse(String fileName, byte[] text, Function<String, Optional<String>> environment) {
        Problems problems = new Problems(fileName);
        Variables variables = new Variables(environment, problems);
        List<YamlNode> roots = PolicyText.decode(text, problems)
                .map(decoded -> YamlTree.read(decoded, problems, variables))
                .orElse(List.of());
        List<DocumentReader.Document> documents = new ArrayList<>();
        DocumentReader reader = new DocumentReader(problems, environment);
        roots.stream().filter(PolicyParser::saysSomething).forEach(root -> documents.add(reader.read(root)));
        if (documents.isEmpty() && !problems.hasErrors()) {
            problems.errorOfFile(
                    "there is no policy in it (a policy has apiVersion, kind, metadata.name and sections)");
        }
        if (problems.hasErrors()) {
            return new ParseResult(List.of(), problems.inOrder());
        }
        documents.forEach(document -> Lint.check(document.policy(), document.saysBlock(), problems));
        List<PolicyDocument> policies =
                documents.stream().map(DocumentReader.Document::policy).toList();
        warnOfSameNames(policies, problems);
        if (policies.stream().noneMatch(Lint::watches)) {
            problems.warning(policies.getFirst().position(), "nothing is watched: there is no section that is enabled");
        }
        return new ParseResult(policies, problems.inOrder());
    }

    /** Nothing between two {@code ---} is no document. */
    private static boolean saysSomething(YamlNode root) {
        return !(root instanceof YamlNode.Scalar scalar) || scalar.kind() != ScalarKind.NOTHING;
    }

    private static void warnOfSameNames(List<PolicyDocument> documents, Problems problems) {
        Map<String, Position> names = new HashMap<>();
        for (PolicyDocument document : documents) {
            Position first = names.putIfAbsent(document.name(), document.position());
            if (first != null) {
                String text = "the document at line " + first.line() + " has the same name "
                        + Quote.text(document.name()) + ": events cannot tell them apart";
                problems.warning(document.position(), text);
            }
        }
    }
}
