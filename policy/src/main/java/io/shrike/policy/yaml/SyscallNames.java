package io.shrike.policy.yaml;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names of all system calls of Linux that a policy may use, on any architecture. */
public final class SyscallNames {
    private static final Set<String> ALL = new TreeSet<>(Resources.lines("syscalls.txt"));

    private SyscallNames() {}

    public static boolean isKnown(String name) {
        return ALL.contains(name);
    }

    /** Also for the spellings of kernel symbols, e.g. {@code __x64_sys_openat}. */
    static String hint(String name) {
        int prefix = name.indexOf("sys_");
        if (prefix >= 0 && isKnown(name.substring(prefix + 4))) {
            return ", did you mean " + name.substring(prefix + 4) + "?";
        }
        Optional<String> nearest = Names.nearest(name, ALL);
        return nearest.map(n -> ", did you mean " + n + "?").orElse("");
    }
}
