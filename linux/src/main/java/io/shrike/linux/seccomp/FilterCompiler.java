package io.shrike.linux.seccomp;

import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.Multiplexer;
import io.shrike.linux.syscall.SyscallFamilies;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.linux.syscall.SyscallVariants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compiles rules into one program for a host and every other ABI that its kernel may run.
 *
 * <p>The program looks at the arch first, then at the number, then at the arguments where a rule asks for it. A call of
 * an arch that is none of the host's gets the match action: what cannot be decoded is at least seen. A name that an ABI
 * does not have is passed over there. On i386 the multiplexers socketcall and ipc match by their call number when a call
 * of theirs is wanted. How a generic name becomes kernel names, and which arguments are comparable, is told by {@link
 * io.shrike.linux.syscall.SyscallVariants}; where an argument is not comparable, the call matches.
 */
public final class FilterCompiler {
    /** Calls that programs make all the time: found early when the filter must be asked about them. */
    private static final Set<String> FREQUENT = Set.of(
            "read",
            "write",
            "close",
            "futex",
            "epoll_wait",
            "epoll_pwait",
            "poll",
            "ppoll",
            "recvfrom",
            "recvmsg",
            "sendmsg",
            "sendto",
            "fstat",
            "newfstatat",
            "lseek",
            "mmap",
            "munmap",
            "brk",
            "rt_sigprocmask",
            "clock_nanosleep",
            "nanosleep",
            "readv",
            "writev",
            "pread64",
            "pwrite64",
            "fcntl",
            "ioctl",
            "madvise",
            "sched_yield",
            "openat");

    private final BpfAssembler assembler = new BpfAssembler();
    private final BpfLabel match = new BpfLabel("match");
    private final BpfLabel otherwise = new BpfLabel("default");
    private final Map<Condition, BpfLabel> bodies = new LinkedHashMap<>();

    private FilterCompiler() {}

    /**
     * The program for the rules. Several rules for one call add up. Throws IllegalArgumentException for a name that no
     * ABI has (families must be expanded before), and for rules whose program is longer than the kernel takes.
     */
    public static BpfProgram compile(Abi host, List<FilterRule> rules, FilterDefaults defaults) {
        rules.forEach(FilterCompiler::checkName);
        return new FilterCompiler().compileChecked(host, rules, defaults);
    }

    /** Whether a rule may be about this name: some ABI has the call. */
    public static boolean knows(String name) {
        return Stream.of(Abi.values())
                        .anyMatch(abi -> !SyscallVariants.kernelNames(abi, name).isEmpty())
                || Stream.of(Multiplexer.values())
                        .anyMatch(multiplexer -> !multiplexer.calls(name).isEmpty());
    }

    private static void checkName(FilterRule rule) {
        String name = rule.syscall();
        if (!knows(name)) {
            String hint = SyscallFamilies.nearest(name)
                    .map(near -> ", did you mean " + near + "?")
                    .orElse("");
            throw new IllegalArgumentException("unknown system call: " + name + hint);
        }
    }

    private BpfProgram compileChecked(Abi host, List<FilterRule> rules, FilterDefaults defaults) {
        Map<Integer, List<Abi>> byArch = new LinkedHashMap<>();
        for (Abi abi : host.runnable()) {
            byArch.computeIfAbsent(abi.auditArch(), arch -> new ArrayList<>()).add(abi);
        }
        assembler.load(SeccompData.ARCH);
        byArch.forEach((arch, abis) -> emitArch(arch, abis, rules));
        assembler.jump(match);
        bodies.forEach(this::emitBody);
        assembler.bind(match).ret(defaults.matchAction());
        assembler.bind(otherwise).ret(defaults.defaultAction());
        return assembler.assemble();
    }

    /** The accumulator holds the arch before, and again where the arch is another. */
    private void emitArch(int arch, List<Abi> abis, List<FilterRule> rules) {
        BpfLabel otherArch = new BpfLabel("not " + abis);
        assembler.ifEqual(arch, BpfLabel.NEXT, otherArch).load(SeccompData.NR);
        if (abis.contains(Abi.X32)) {
            assembler.and(~Abi.X32_SYSCALL_BIT);
        }
        new Dispatch(assembler).emit(new NumberPlan(abis, rules).conditions(), this::label, frequent(abis));
        assembler.bind(otherArch);
    }

    private static NavigableSet<Integer> frequent(List<Abi> abis) {
        NavigableSet<Integer> numbers = new TreeSet<>();
        for (Abi abi : abis) {
            for (String name : FREQUENT) {
                SyscallTable.of(abi).number(name).ifPresent(number -> numbers.add(number & ~abi.numberBits()));
            }
        }
        return numbers;
    }

    private BpfLabel label(Condition condition) {
        if (condition.equals(Condition.ALWAYS)) {
            return match;
        }
        if (condition.equals(Condition.NEVER)) {
            return otherwise;
        }
        return bodies.computeIfAbsent(condition, key -> new BpfLabel("condition " + bodies.size()));
    }

    private void emitBody(Condition condition, BpfLabel label) {
        assembler.bind(label);
        int last = condition.anyOf().size() - 1;
        for (int index = 0; index <= last; index++) {
            BpfLabel fails = index == last ? otherwise : new BpfLabel(label + " alternative " + (index + 1));
            emitAlternative(condition.anyOf().get(index), fails);
            if (index < last) {
                assembler.bind(fails);
            }
        }
    }

    private void emitAlternative(List<WordTest> allOf, BpfLabel fails) {
        int last = allOf.size() - 1;
        for (int index = 0; index < last; index++) {
            BpfLabel holds = new BpfLabel("test " + (index + 1));
            emitTest(allOf.get(index), holds, fails);
            assembler.bind(holds);
        }
        emitTest(allOf.get(last), match, fails);
    }

    private void emitTest(WordTest test, BpfLabel holds, BpfLabel fails) {
        assembler.load(test.offset());
        switch (test) {
            case WordTest.AnySet set -> assembler.ifAnySet(set.mask(), holds, fails);
            case WordTest.OneOf oneOf -> {
                if (oneOf.mask() != -1) {
                    assembler.and(oneOf.mask());
                }
                for (int value : oneOf.values().subList(1, oneOf.values().size())) {
                    assembler.ifEqual(value, holds, BpfLabel.NEXT);
                }
                assembler.ifEqual(oneOf.values().getFirst(), holds, fails);
            }
        }
    }
}
