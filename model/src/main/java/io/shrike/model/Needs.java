package io.shrike.model;

import java.util.Set;
import java.util.TreeSet;

/**
 * What the policies must see: kinds of activity, and system calls by name (families already expanded). {@code everySyscall}
 * asks for every call the engine may trace.
 */
public record Needs(Set<Interest> interests, Set<String> syscalls, boolean everySyscall) {
    public Needs {
        interests = Set.copyOf(interests);
        syscalls = Set.copyOf(syscalls);
    }

    public boolean wants(Interest interest) {
        return interests.contains(interest);
    }

    /** What either asks for. */
    public Needs union(Needs other) {
        Set<Interest> kinds = new TreeSet<>(interests);
        kinds.addAll(other.interests);
        Set<String> names = new TreeSet<>(syscalls);
        names.addAll(other.syscalls);
        return new Needs(kinds, names, everySyscall || other.everySyscall);
    }
}
