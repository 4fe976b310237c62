package io.shrike.policy.importer;

import io.shrike.policy.document.Problem;
import io.shrike.policy.yaml.PolicyParser;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whether Shrike itself takes what was made: what an importer writes must load. */
final class RuleCheck {
    private RuleCheck() {}

    /** Why not. */
    static Optional<String> mistake(Assembly.Sheet sheet) {
        StringBuilder text = new StringBuilder();
        PolicyWriter.write(sheet, false, text);
        return PolicyParser.parse("rule", text.toString().getBytes(StandardCharsets.UTF_8), _ -> Optional.empty())
                .problems()
                .stream()
                .filter(Problem::isError)
                .map(Problem::message)
                .findFirst();
    }
}
