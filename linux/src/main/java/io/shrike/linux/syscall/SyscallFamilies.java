package io.shrike.linux.syscall;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a name in a policy stands for, on every ABI at once: {@code open} is open, openat, openat2 and creat. */
public final class SyscallFamilies {
    private static final Map<String, List<String>> FAMILIES = read();
    private static final Set<String> KERNEL_NAMES = kernelNames();

    private SyscallFamilies() {}

    private static Map<String, List<String>> read() {
        Map<String, List<String>> families = new HashMap<>();
        for (List<String> row : TableFile.rows("families.table")) {
            families.put(row.getFirst(), row.subList(1, row.size()));
        }
        return families;
    }

    private static Set<String> kernelNames() {
        Set<String> names = new TreeSet<>();
        for (Abi abi : Abi.values()) {
            names.addAll(SyscallTable.of(abi).names());
        }
        return names;
    }

    /**
     * The kernel names that a name stands for, with the variants of every ABI; always more than none for a name of
     * {@link #names()}, and empty for an unknown one.
     */
    public static Set<String> expand(String name) {
        List<String> members = FAMILIES.get(name);
        if (members == null && !KERNEL_NAMES.contains(name)) {
            return Set.of();
        }
        Set<String> expanded = new TreeSet<>();
        for (String member : members == null ? List.of(name) : members) {
            for (Abi abi : Abi.values()) {
                expanded.addAll(SyscallVariants.kernelNames(abi, member));
            }
        }
        return expanded;
    }

    /** Every name that {@link #expand} knows: families and kernel names. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(KERNEL_NAMES);
        names.addAll(FAMILIES.keySet());
        return Collections.unmodifiableSet(names);
    }

    /** The known name that is nearest to a misspelt one, for a message; empty when none is near. */
    public static Optional<String> nearest(String name) {
        return EditDistance.nearest(name, names());
    }
}
