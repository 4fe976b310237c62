package io.shrike.policy.judge;

import io.shrike.model.RuleMatch;
import java.util.EnumSet;
import java.util.Set;

/**
 * The {@code tracedSyscalls} of one document: each of these calls is logged unless a rule tells more of it.
 *
 * @param syscalls names, families expanded
 * @param every all calls there are
 * @param covered kinds of activity that another section of the document decides about, so that they are no bare system calls
 */
public record TracedEntry(RuleMatch match, Set<String> syscalls, boolean every, Set<Kind> covered) {
    /** Kinds of activity as the sections of a document divide them. */
    public enum Kind {
        FILE,
        EXEC,
        NETWORK,
        LIBRARY,
        OTHER
    }

    public TracedEntry {
        syscalls = Set.copyOf(syscalls);
        covered = covered.isEmpty() ? Set.of() : EnumSet.copyOf(covered);
    }

    boolean covers(String syscall, Kind kind) {
        return !covered.contains(kind) && (every || syscalls.contains(syscall));
    }
}
