package io.shrike.policy.compile;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Names of system calls as policies use them, made names of the kernel. A name that is not known stands for itself. */
final class Families {
    private final Function<String, Set<String>> expand;

    Families(Function<String, Set<String>> expand) {
        this.expand = expand;
    }

    Set<String> expandAll(List<String> names) {
        Set<String> all = new TreeSet<>();
        for (String name : names) {
            Set<String> members = expand.apply(name);
            all.addAll(members.isEmpty() ? Set.of(name) : members);
        }
        return all;
    }
}
