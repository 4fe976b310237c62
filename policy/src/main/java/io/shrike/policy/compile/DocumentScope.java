package io.shrike.policy.compile;

import io.shrike.model.Action;
import io.shrike.model.Interest;
import io.shrike.model.RegisterTest;
import io.shrike.model.RuleMatch;
import io.shrike.model.Severity;
import io.shrike.policy.document.ActionSettings;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.RuleSource;
import io.shrike.policy.document.SyscallRules.TracedSyscalls;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What all rules of one document share: its name, what its actions mean, and which calls it allows to be traced. */
final class DocumentScope {
    private final PolicyDocument document;
    private final NeedsCollector needs;
    private final Families families;
    private final Optional<Set<String>> traced;

    DocumentScope(PolicyDocument document, NeedsCollector needs, Families families) {
        this.document = document;
        this.needs = needs;
        this.families = families;
        this.traced = document.syscalls()
                .flatMap(syscalls -> syscalls.tracedSyscalls())
                .filter(limit -> !limit.every())
                .map(TracedSyscalls::names)
                .map(families::expandAll);
    }

    PolicyDocument document() {
        return document;
    }

    Families families() {
        return families;
    }

    /** How a match of a rule is told; empty where the document switches off what the rule asks for. */
    Optional<RuleMatch> match(RuleSource source, Severity severity, Action action) {
        return effective(action)
                .map(asked ->
                        new RuleMatch(document.name(), source.rule(), severity, asked, source.mitre(), source.tags()));
    }

    /** Whether a rule with this action keeps calls from happening, so that nobody must be able to race its decision. */
    boolean enforces(Action action) {
        return action == Action.BLOCK && document.actions().block().enabled();
    }

    /** How something allowed is told: low, and logged. */
    Optional<RuleMatch> logged(RuleSource source) {
        return match(source, Severity.LOW, Action.LOG);
    }

    /** An alert that nobody is to be alerted of is still logged; a log that is switched off is nothing. */
    Optional<Action> effective(Action action) {
        ActionSettings actions = document.actions();
        return switch (action) {
            case BLOCK -> Optional.of(Action.BLOCK);
            case ALERT -> actions.alert().enabled() ? Optional.of(Action.ALERT) : effective(Action.LOG);
            case LOG -> actions.log().enabled() ? Optional.of(Action.LOG) : Optional.empty();
        };
    }

    /**
     * Notes that a rule must see these kinds of activity, as far as the document allows their calls to be traced; where it
     * blocks, what came of the calls as well.
     */
    void need(RuleSource source, boolean blocks, Set<Interest> rule) {
        Set<Interest> interests = EnumSet.noneOf(Interest.class);
        interests.addAll(rule);
        if (blocks) {
            rule.forEach(interest -> result(interest).ifPresent(interests::add));
        }
        Set<Interest> seen = EnumSet.noneOf(Interest.class);
        Set<Interest> untraced = EnumSet.noneOf(Interest.class);
        for (Interest interest : interests) {
            (isTraced(interest) ? seen : untraced).add(interest);
        }
        needs.add(document.name(), source, blocks, seen, untraced);
    }

    private static Optional<Interest> result(Interest interest) {
        return switch (interest) {
            case FILE_READ, FILE_WRITE -> Optional.of(Interest.OPEN_RESULT);
            case EXEC -> Optional.of(Interest.EXEC_RESULT);
            case CONNECT -> Optional.of(Interest.CONNECT_RESULT);
            default -> Optional.empty();
        };
    }

    private boolean isTraced(Interest interest) {
        return traced.isEmpty()
                || families.expandAll(InterestCalls.of(interest)).stream()
                        .anyMatch(name -> traced.get().contains(name));
    }

    /**
     * Notes that a rule must see these calls, families expanded, when all {@code tests} hold; gives those that the document
     * allows to be traced.
     */
    Set<String> needCalls(RuleSource source, boolean blocks, Set<String> calls, List<RegisterTest> tests) {
        Set<String> expanded = new TreeSet<>(calls);
        traced.ifPresent(expanded::retainAll);
        needs.addCalls(document.name(), source, blocks, expanded, tests);
        return expanded;
    }
}
