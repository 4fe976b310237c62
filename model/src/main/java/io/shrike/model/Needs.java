package io.shrike.model;

import java.util.Set;
import java.util.TreeSet;

/**
 * What the policies must see: kinds of activity, and system calls by name (families already expanded). {@code everySyscall}
 * asks for every call the engine may trace.
 *
 * @param rawArguments calls whose register arguments a rule asks for
 * @param allowed calls that the operator allows to be stopped though no rule needs them yet, so that a later policy may
 */
public record Needs(
        Set<Interest> interests,
        Set<String> syscalls,
        boolean everySyscall,
        Set<String> rawArguments,
        Set<String> allowed) {
    public Needs {
        interests = Set.copyOf(interests);
        syscalls = Set.copyOf(syscalls);
        rawArguments = Set.copyOf(rawArguments);
        allowed = Set.copyOf(allowed);
    }

    /** Needs without rules on arguments, and without room for a later policy. */
    public Needs(Set<Interest> interests, Set<String> syscalls, boolean everySyscall) {
        this(interests, syscalls, everySyscall, Set.of(), Set.of());
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
                both(rawArguments, other.rawArguments),
                both(allowed, other.allowed));
    }

    private static Set<String> both(Set<String> first, Set<String> second) {
        Set<String> names = new TreeSet<>(first);
        names.addAll(second);
        return names;
    }
}
