package io.shrike.app.explain;

import io.shrike.linux.seccomp.FilterCompiler;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.policy.compile.CompiledPolicy;
import io.shrike.policy.compile.RuleNeeds;
import io.shrike.policy.explain.BlindSpots;
import io.shrike.policy.explain.BlockPromises;
import io.shrike.trace.launch.FilterPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which calls stop under a policy on this machine, and which rule is why. Calls are in the order of their names, rules in
 * the order of the documents.
 */
public record Explanation(List<CallExplanation> calls, List<RuleExplanation> rules) {
    /** Stands for a rule where the sensor itself needs a call. */
    public static final String SENSOR = "the sensor itself";

    private static final String EVERYTHING = "tracedSyscalls: \"*\"";
    private static final Needs NOTHING = new Needs(Set.of(), Set.of(), false);

    public Explanation {
        calls = List.copyOf(calls);
        rules = List.copyOf(rules);
    }

    public static Explanation of(CompiledPolicy policy) {
        Map<String, FilterRule> own = plan(NOTHING);
        List<RuleExplanation> rules =
                policy.ruleNeeds().stream().map(rule -> explain(rule, own)).toList();
        List<CallExplanation> calls = new ArrayList<>();
        Map<String, FilterRule> all = plan(policy.needs());
        all.forEach((name, rule) -> {
            List<String> because = because(name, rules, own.containsKey(name), policy.needs());
            calls.add(new CallExplanation(name, true, rule.describe(), CostClass.of(rule), because));
        });
        Map<String, String> notStopped = new TreeMap<>();
        rules.forEach(rule -> notStopped.putAll(rule.notStopped()));
        notStopped.forEach((name, why) -> {
            if (!all.containsKey(name)) {
                calls.add(new CallExplanation(name, false, why, CostClass.NONE, naming(name, rules)));
            }
        });
        return new Explanation(calls, rules);
    }

    private static Map<String, FilterRule> plan(Needs needs) {
        Map<String, FilterRule> byName = new TreeMap<>();
        FilterPlan.rules(needs, SyscallTable.of(Abi.host()).names()).forEach(rule -> byName.put(rule.syscall(), rule));
        return byName;
    }

    private static RuleExplanation explain(RuleNeeds rule, Map<String, FilterRule> own) {
        Map<String, String> calls = new TreeMap<>();
        CostClass cost = CostClass.NONE;
        for (FilterRule planned : plan(rule.needs()).values()) {
            if (!own.containsKey(planned.syscall()) || asksFor(rule, planned.syscall())) {
                calls.put(planned.syscall(), planned.describe());
                CostClass ofCall = CostClass.of(planned);
                cost = ofCall.compareTo(cost) > 0 ? ofCall : cost;
            }
        }
        Map<String, String> notStopped = new TreeMap<>();
        for (String name : rule.syscalls()) {
            if (FilterPlan.NEVER.contains(name)) {
                calls.remove(name);
                notStopped.put(name, "is never stopped: it runs too often, or the sensor depends on it");
            } else if (!FilterCompiler.knows(name)) {
                notStopped.put(name, "this machine has no such call");
            }
        }
        return new RuleExplanation(
                rule.policy(),
                rule.rule(),
                rule.position(),
                calls,
                notStopped,
                rule.untraced().stream().sorted().map(Explanation::word).toList(),
                BlindSpots.of(rule),
                BlockPromises.of(rule),
                cost);
    }

    /** Of the calls that the sensor itself needs, those that the rule needs, too. */
    private static boolean asksFor(RuleNeeds rule, String call) {
        boolean exec = call.startsWith("execve")
                && (rule.interests().contains(Interest.EXEC) || rule.interests().contains(Interest.EXEC_ENVIRONMENT));
        return exec || rule.syscalls().contains(call);
    }

    private static List<String> because(String call, List<RuleExplanation> rules, boolean own, Needs needs) {
        List<String> because = new ArrayList<>();
        if (own) {
            because.add(SENSOR);
        }
        rules.stream()
                .filter(rule -> rule.calls().containsKey(call))
                .map(RuleExplanation::name)
                .distinct()
                .forEach(because::add);
        if (because.isEmpty() && needs.everySyscall()) {
            because.add(EVERYTHING);
        }
        return because;
    }

    private static List<String> naming(String call, List<RuleExplanation> rules) {
        return rules.stream()
                .filter(rule -> rule.notStopped().containsKey(call))
                .map(RuleExplanation::name)
                .distinct()
                .toList();
    }

    private static String word(Interest interest) {
        return interest.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The highest class of all calls that are there because of a rule. */
    public CostClass cost() {
        return calls.stream()
                .filter(call -> !call.because().equals(List.of(SENSOR)))
                .map(CallExplanation::cost)
                .max(Comparator.naturalOrder())
                .orElse(CostClass.NONE);
    }
}
