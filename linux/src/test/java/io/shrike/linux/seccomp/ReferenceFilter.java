package io.shrike.linux.seccomp;

import io.shrike.linux.seccomp.ArgumentTest.Equals;
import io.shrike.linux.seccomp.ArgumentTest.In;
import io.shrike.linux.seccomp.ArgumentTest.MaskAnySet;
import io.shrike.linux.seccomp.ArgumentTest.MaskedEquals;
import io.shrike.linux.seccomp.ArgumentTest.Width;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.Multiplexer;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.linux.syscall.SyscallVariants;
import java.util.ArrayList;
import java.util.List;

/** What a compiled filter must answer, worked out rule by rule without any program. */
final class ReferenceFilter {
    /** A rule as it stands for one number of one ABI. */
    private record Entry(Abi abi, int number, int same, FilterRule rule) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Abi host;
    private final List<FilterRule> rules;
    private final FilterDefaults defaults;

    ReferenceFilter(Abi host, List<FilterRule> rules, FilterDefaults defaults) {
        this.host = host;
        this.rules = rules;
        this.defaults = defaults;
        for (Abi abi : host.runnable()) {
            for (FilterRule rule : rules) {
                for (String name : SyscallVariants.kernelNames(abi, rule.syscall())) {
                    int number = SyscallTable.of(abi).number(name).orElseThrow() & ~abi.numberBits();
                    entries.add(new Entry(abi, number, SyscallVariants.sameArguments(abi, name), rule));
                }
            }
        }
    }

    int action(SeccompData data) {
        boolean foreign = host.runnable().stream().allMatch(abi -> abi.auditArch() != data.arch());
        boolean matches = foreign
                || entries.stream().anyMatch(entry -> matches(entry, data))
                || rules.stream().anyMatch(rule -> multiplexed(rule, data));
        return matches ? defaults.matchAction() : defaults.defaultAction();
    }

    private static boolean multiplexed(FilterRule rule, SeccompData data) {
        int first = data.arguments().getFirst().intValue();
        boolean socketcall =
                data.nr() == 102 && Multiplexer.SOCKETCALL.calls(rule.syscall()).contains(first);
        boolean ipc = data.nr() == 117 && Multiplexer.IPC.calls(rule.syscall()).contains(first & 0xFFFF);
        return data.arch() == Abi.I386.auditArch() && (socketcall || ipc);
    }

    private static boolean matches(Entry entry, SeccompData data) {
        boolean x86 = data.arch() == Abi.X86_64.auditArch();
        int nr = x86 ? data.nr() & ~Abi.X32_SYSCALL_BIT : data.nr();
        if (data.arch() != entry.abi().auditArch() || nr != entry.number()) {
            return false;
        }
        boolean cutByX32 = entry.abi() == Abi.X32 && entry.number() >= 512;
        List<List<ArgumentTest>> anyOf = entry.rule().anyOf();
        return anyOf.isEmpty()
                || anyOf.stream()
                        .anyMatch(allOf -> allOf.stream()
                                .allMatch(test -> test.argument() >= entry.same()
                                        || (cutByX32 && test.width() == Width.LONG)
                                        || holds(entry.abi(), test, data)));
    }

    private static boolean holds(Abi abi, ArgumentTest test, SeccompData data) {
        long value = data.arguments().get(test.argument());
        boolean narrow = test.width() == Width.INT || abi.wordSize() == 4;
        if (!narrow) {
            return switch (test) {
                case MaskAnySet set -> (value & set.mask()) != 0;
                case MaskedEquals masked -> (value & masked.mask()) == masked.value();
                case Equals equals -> value == equals.value();
                case In in -> in.values().contains(value);
            };
        }
        int low = (int) value;
        boolean wide = test.width() == Width.LONG;
        return switch (test) {
            case MaskAnySet set -> (low & (int) set.mask()) != 0;
            case MaskedEquals masked -> isWord(low, masked.mask(), masked.value(), wide);
            case Equals equals -> isWord(low, -1, equals.value(), wide);
            case In in -> in.values().stream().anyMatch(wanted -> isWord(low, -1, wanted, wide));
        };
    }

    private static boolean isWord(int low, long mask, long value, boolean wide) {
        long high = value >>> 32;
        boolean extended = high == 0 || high == mask >>> 32;
        return (low & (int) mask) == (int) value && (extended || !wide);
    }
}
