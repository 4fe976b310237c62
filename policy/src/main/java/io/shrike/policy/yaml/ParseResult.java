package io.shrike.policy.yaml;

import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.Problem;
import java.util.List;

/**
 * What a policy text says. {@code documents} is empty when any problem is an error, so that half a policy is never applied;
 * {@code problems} are in the order of the text.
 */
public record ParseResult(List<PolicyDocument> documents, List<Problem> problems) {
    public ParseResult {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(Problem::isError);
    }
}
