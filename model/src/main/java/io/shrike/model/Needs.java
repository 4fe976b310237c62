package io.shrike.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the policies must see: kinds of activity, and system calls by name (families already expanded). {@code everySyscall}
 * asks for every call the engine may trace.
 *
 * @param conditions of {@code syscalls}, those that need be seen only when all tests of one of these lists hold; a call that is
 *     not here is needed whatever its arguments are
 * @param rawArguments calls whose register arguments a rule asks for
 * @param allowed calls that the operator allows to be stopped though no rule needs them yet, so that a later policy may
 */
public record Needs(
        Set<Interest> interests,
        Set<String> syscalls,
        boolean everySyscall,
        Map<String, List<List<RegisterTest>>> conditions,
        Set<String> rawArguments,
        Set<String> allowed) {
    public Needs {
        interests = Set.copyOf(interests);
        syscalls = Set.copyOf(syscalls);
        conditions = Map.copyOf(conditions);
        rawArguments = Set.copyOf(rawArguments);
        allowed = Set.copyOf(allowed);
    }

    /** Needs without rules on arguments, and without room for a later policy. */
    public Needs(Set<Interest> interests, Set<String> syscalls, boolean everySyscall) {
        this(interests, syscalls, everySyscall, Map.of(), Set.of(), Set.of());
    }

    public boolean wants(Interest interest) {
        return interests.contains(interest);
    }

    /** What either asks for. */
    public Needs union(Needs other) {
        Set<Interest> kinds = new TreeSet<>(interests);
        kinds.addAll(other.interests);
        return new Needs(
                kinds,
                both(syscalls, other.syscalls),
                everySyscall || other.everySyscall,
                bothConditions(other),
                both(rawArguments, other.rawArguments),
                both(allowed, other.allowed));
    }

    /** A call that one of the two needs whatever its arguments are has no conditions. */
    private Map<String, List<List<RegisterTest>>> bothConditions(Needs other) {
        Map<String, List<List<RegisterTest>>> both = new HashMap<>();
        for (String call : both(conditions.keySet(), other.conditions.keySet())) {
            if (!needsAlways(call) && !other.needsAlways(call)) {
                List<List<RegisterTest>> either = new ArrayList<>(conditions.getOrDefault(call, List.of()));
                either.addAll(other.conditions.getOrDefault(call, List.of()));
                both.put(call, List.copyOf(either));
            }
        }
        return both;
    }

    private boolean needsAlways(String call) {
        return syscalls.contains(call) && !conditions.containsKey(call);
    }

    private static Set<String> both(Set<String> first, Set<String> second) {
        Set<String> names = new TreeSet<>(first);
        names.addAll(second);
        return names;
    }
}
