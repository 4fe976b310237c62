package io.shrike.policy.compile;

import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.policy.document.RuleSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Gathers what all rules must see. */
final class NeedsCollector {
    private final List<RuleNeeds> rules = new ArrayList<>();
    private final Set<Interest> interests = EnumSet.noneOf(Interest.class);
    private final Set<String> syscalls = new TreeSet<>();
    private final Set<String> rawArguments = new TreeSet<>();
    private final Set<String> allowed = new TreeSet<>();
    private boolean every;

    void add(String policy, RuleSource source, Set<Interest> seen, Set<String> calls, Set<Interest> untraced) {
        interests.addAll(seen);
        syscalls.addAll(calls);
        rules.add(new RuleNeeds(policy, source.rule(), source.position(), seen, calls, untraced));
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
        return new Needs(interests, syscalls, every, rawArguments, allowed);
    }

    List<RuleNeeds> rules() {
        return rules;
    }
}
