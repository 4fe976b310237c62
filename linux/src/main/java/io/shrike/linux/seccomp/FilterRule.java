package io.shrike.linux.seccomp;

import io.shrike.linux.syscall.SyscallArguments;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A system call that must stop, and when.
 *
 * @param syscall a generic name (its variants on each ABI come with it) or a kernel name
 * @param anyOf alternatives, each a list of tests that must all hold; no alternatives: always
 */
public record FilterRule(String syscall, List<List<ArgumentTest>> anyOf) {
    public FilterRule {
        anyOf = anyOf.stream().map(List::copyOf).toList();
    }

    /** A call that stops whatever its arguments are. */
    public static FilterRule always(String syscall) {
        return new FilterRule(syscall, List.of());
    }

    /** A call that stops when all tests hold. */
    public static FilterRule when(String syscall, ArgumentTest... allOf) {
        return new FilterRule(syscall, List.of(List.of(allOf)));
    }

    /** When the call stops, in one line: {@code always}, or C expressions joined by {@code &&} and {@code ||}. */
    public String describe() {
        if (anyOf.isEmpty() || anyOf.stream().anyMatch(List::isEmpty)) {
            return "always";
        }
        return anyOf.stream()
                .map(allOf -> allOf.stream()
                        .map(test -> test.describe(SyscallArguments.name(syscall, test.argument())))
                        .collect(Collectors.joining(" && ")))
                .collect(Collectors.joining(" || "));
    }
}
