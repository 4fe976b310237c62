package io.shrike.policy.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Problem;
import io.shrike.policy.yaml.ParseResult;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@link PolicySources} found. {@code origin} says where, for people; {@code watched} are the files and directories
 * whose change means other policies.
 */
public record FoundPolicies(String origin, List<RawPolicy> policies, List<Path> watched, List<Problem> problems) {
    public FoundPolicies {
        policies = List.copyOf(policies);
        watched = List.copyOf(watched);
        problems = List.copyOf(problems);
    }

    /** Everything parsed: the documents of all texts, or none when there is any error, of finding or of parsing. */
    public ParseResult parse(Function<String, Optional<String>> environment) {
        List<Problem> all = new ArrayList<>(problems);
        List<PolicyDocument> documents = new ArrayList<>();
        Map<String, PolicyDocument> names = new HashMap<>();
        for (RawPolicy policy : policies) {
            ParseResult result = PolicyParser.parse(policy.name(), policy.text(), environment);
            all.addAll(result.problems());
            documents.addAll(result.documents());
            result.documents().forEach(document -> warnOfSameName(document, names, all));
        }
        boolean errors = all.stream().anyMatch(Problem::isError);
        return new ParseResult(errors ? List.of() : documents, all);
    }

    /** The same for the same texts under the same names with the same problems, and else another. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (RawPolicy policy : policies) {
                digest.update(policy.name().getBytes(UTF_8));
                digest.update(MessageDigest.getInstance("SHA-256").digest(policy.text()));
            }
            problems.forEach(problem -> digest.update(problem.toString().getBytes(UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Whether all of it is part of the program. */
    public boolean isBuiltIn() {
        return !policies.isEmpty()
                && policies.stream().allMatch(policy -> policy.name().startsWith(BuiltInPolicies.SCHEME));
    }

    private static void warnOfSameName(PolicyDocument document, Map<String, PolicyDocument> names, List<Problem> all) {
        PolicyDocument first = names.putIfAbsent(document.name(), document);
        if (first != null && !first.position().file().equals(document.position().file())) {
            String text = first.position() + " has the same name: events cannot tell them apart";
            all.add(Problem.warning(document.position(), text));
        }
    }
}
