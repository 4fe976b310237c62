package io.shrike.trace.launch;

import io.shrike.linux.seccomp.ArgumentTest;
import io.shrike.linux.seccomp.FilterRule;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallVariants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether an installed filter, which nothing can widen, stops all that other rules ask for. */
public final class FilterCoverage {
    private static final List<List<ArgumentTest>> ALWAYS = List.of(List.of());

    private final Map<String, List<List<ArgumentTest>>> installed = new HashMap<>();

    public FilterCoverage(List<FilterRule> installed) {
        for (FilterRule rule : installed) {
            kernelNames(rule.syscall())
                    .forEach(name -> this.installed
                            .computeIfAbsent(name, _ -> new ArrayList<>())
                            .addAll(alternatives(rule)));
        }
    }

    /** The calls of {@code wanted}, sorted, of which the installed filter lets pass what the rules ask for. */
    public List<String> missing(List<FilterRule> wanted) {
        Set<String> missing = new TreeSet<>();
        for (FilterRule rule : wanted) {
            if (!kernelNames(rule.syscall()).stream().allMatch(name -> covers(name, rule))) {
                missing.add(rule.syscall());
            }
        }
        return List.copyOf(missing);
    }

    private boolean covers(String kernelName, FilterRule wanted) {
        List<List<ArgumentTest>> have = installed.getOrDefault(kernelName, List.of());
        return alternatives(wanted).stream()
                .allMatch(allOf ->
                        have.stream().anyMatch(weaker -> weaker.stream().allMatch(test -> follows(test, allOf))));
    }

    private static boolean follows(ArgumentTest test, List<ArgumentTest> allOf) {
        return allOf.stream().anyMatch(stronger -> stronger.equals(test) || isPart(stronger, test));
    }

    /** Whether {@code of} holds for all values that {@code part} lists, or for each bit that it asks for. */
    private static boolean isPart(ArgumentTest part, ArgumentTest of) {
        if (part.argument() != of.argument() || part.width() != of.width()) {
            return false;
        }
        return switch (of) {
            case ArgumentTest.In in ->
                switch (part) {
                    case ArgumentTest.In some -> in.values().containsAll(some.values());
                    case ArgumentTest.Equals one -> in.values().contains(one.value());
                    case ArgumentTest.MaskAnySet _, ArgumentTest.MaskedEquals _ -> false;
                };
            case ArgumentTest.MaskAnySet all ->
                part instanceof ArgumentTest.MaskAnySet some && (some.mask() & ~all.mask()) == 0;
            case ArgumentTest.MaskedEquals _, ArgumentTest.Equals _ -> false;
        };
    }

    private static List<List<ArgumentTest>> alternatives(FilterRule rule) {
        return rule.anyOf().isEmpty() ? ALWAYS : rule.anyOf();
    }

    /** On any ABI; a name that only a multiplexer has stands for itself. */
    private static Set<String> kernelNames(String name) {
        Set<String> names = new TreeSet<>();
        for (Abi abi : Abi.values()) {
            names.addAll(SyscallVariants.kernelNames(abi, name));
        }
        return names.isEmpty() ? Set.of(name) : names;
    }
}
