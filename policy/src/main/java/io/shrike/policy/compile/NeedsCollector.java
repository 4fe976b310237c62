package io.shrike.policy.compile;

import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.RegisterTest;
import io.shrike.policy.document.RuleSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers what all rules must see. */
final class NeedsCollector {
    private final List<RuleNeeds> rules = new ArrayList<>();
    private final Set<Interest> interests = EnumSet.noneOf(Interest.class);
    private final Set<String> syscalls = new TreeSet<>();
    private final Map<String, Set<List<RegisterTest>>> conditions = new TreeMap<>();
    private final Set<String> rawArguments = new TreeSet<>();
    private final Set<String> allowed = new TreeSet<>();
    private boolean every;

    void add(String policy, RuleSource source, boolean blocks, Set<Interest> seen, Set<Interest> untraced) {
        interests.addAll(seen);
        rules.add(new RuleNeeds(policy, source.rule(), source.position(), blocks, seen, Set.of(), untraced, List.of()));
    }

    /** A rule asks for these calls, only when all {@code tests} hold. */
    void addCalls(String policy, RuleSource source, boolean blocks, Set<String> calls, List<RegisterTest> tests) {
        syscalls.addAll(calls);
        for (String call : calls) {
            conditions.computeIfAbsent(call, _ -> new LinkedHashSet<>()).add(tests);
        }
        rules.add(new RuleNeeds(policy, source.rule(), source.position(), blocks, Set.of(), calls, Set.of(), tests));
    }

    void needEverything() {
        every = true;
    }

    /** A rule asks for the registers of these calls. */
    void needRawArguments(Set<String> calls) {
        rawArguments.addAll(calls);
    }

    /** The operator lets these calls stop, families expanded. */
    void allow(Set<String> calls) {
        allowed.addAll(calls);
    }

    Needs needs() {
        return new Needs(interests, syscalls, every, conditions(), rawArguments, allowed);
    }

    /** Of the calls that no rule asks for whatever their arguments are. */
    private Map<String, List<List<RegisterTest>>> conditions() {
        Map<String, List<List<RegisterTest>>> some = new TreeMap<>();
        conditions.forEach((call, anyOf) -> {
            if (!anyOf.contains(List.<RegisterTest>of())) {
                some.put(call, List.copyOf(anyOf));
            }
        });
        return some;
    }

    List<RuleNeeds> rules() {
        return rules;
    }
}
