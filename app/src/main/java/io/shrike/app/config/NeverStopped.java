package io.shrike.app.config;

import io.shrike.policy.compile.CompiledPolicy;
import io.shrike.policy.compile.RuleNeeds;
import io.shrike.policy.document.Problem;
import io.shrike.trace.launch.FilterPlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Warnings of rules that name calls which no engine stops, so that they never fire, or not for those. */
public final class NeverStopped {
    private NeverStopped() {}

    public static List<Problem> warnings(CompiledPolicy policy) {
        return policy.ruleNeeds().stream()
                .flatMap(rule -> warning(rule).stream())
                .toList();
    }

    private static Optional<Problem> warning(RuleNeeds rule) {
        Set<String> never = new TreeSet<>(rule.syscalls());
        never.retainAll(FilterPlan.NEVER);
        if (never.isEmpty()) {
            return Optional.empty();
        }
        boolean useless =
                rule.interests().isEmpty() && never.size() == rule.syscalls().size();
        String effect = useless ? "this rule can never fire: " : "this rule never fires for some of its calls: ";
        String names = String.join(", ", never);
        return Optional.of(Problem.warning(
                rule.position(),
                rule.rule() + ": " + effect + names + " never stop" + (never.size() == 1 ? "s" : "")
                        + ", because programs make such calls all the time or the sensor depends on them"));
    }
}
