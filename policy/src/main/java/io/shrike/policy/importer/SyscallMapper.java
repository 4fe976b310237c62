package io.shrike.policy.importer;

import io.shrike.policy.importer.HookTable.Call;
import io.shrike.policy.yaml.SyscallNames;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Selectors about system calls as such into rules of {@code syscallFiltering}. */
final class SyscallMapper {
    private static final Set<Integer> REGISTERS = Set.of(0, 1, 2, 3, 4, 5);

    private SyscallMapper() {}

    /** A call with its register arguments. */
    static void one(String syscall, Drafter drafter) {
        if (!SyscallNames.isKnown(syscall)) {
            drafter.fit().note(drafter.selector().position(), syscall + ": left out: not a system call of Linux");
            return;
        }
        List<Out> arguments = arguments(REGISTERS, drafter);
        boolean narrowClone = syscall.equals("clone") && !arguments.isEmpty();
        if (HookTable.isBusy("sys_" + syscall) && !narrowClone) {
            String why = ": left out: every program makes this call all the time, and it never stops";
            drafter.fit().note(drafter.selector().position(), syscall + why);
            return;
        }
        drafter.programsAreLost("rules about system calls");
        drafter.parentsAreLost();
        drafter.draft(Section.SYSCALLS, keys(List.of(syscall), arguments));
    }

    /** The calls that lead to a function of the kernel. */
    static void several(List<Call> calls, Set<Integer> same, Drafter drafter) {
        List<Out> arguments = arguments(same, drafter);
        drafter.programsAreLost("rules about system calls");
        drafter.parentsAreLost();
        List<String> plain = calls.stream()
                .filter(call -> call.condition().isEmpty())
                .map(Call::name)
                .toList();
        if (!plain.isEmpty()) {
            drafter.draft(Section.SYSCALLS, keys(plain, arguments));
        }
        for (Call call : calls) {
            if (!call.condition().isEmpty()) {
                Out condition = condition(
                        Integer.parseInt(call.condition().get(0)),
                        call.condition().get(1),
                        List.of(call.condition().get(2)),
                        32);
                drafter.draft(Section.SYSCALLS, keys(List.of(call.name()), List.of(condition)));
            }
        }
    }

    static SequencedMap<String, Out> keys(List<String> syscalls, List<Out> arguments) {
        SequencedMap<String, Out> keys = Drafter.keys();
        keys.put("syscalls", Out.words(syscalls));
        if (!arguments.isEmpty()) {
            keys.put("args", new Out.Items(arguments));
        }
        return keys;
    }

    private static List<Out> arguments(Set<Integer> indexes, Drafter drafter) {
        List<Out> arguments = new ArrayList<>();
        for (Condition condition : drafter.selector().conditions()) {
            if (!indexes.contains(condition.index())) {
                drafter.lost(condition, "it is no argument of the system call");
            } else if (!condition.operator().isAboutNumbers() || !hasNumbers(condition)) {
                drafter.lost(condition, "rules about system calls compare numbers");
            } else {
                arguments.addAll(numbers(condition, drafter));
            }
        }
        return arguments;
    }

    private static boolean hasNumbers(Condition condition) {
        return switch (condition.operator()) {
            case IN_RANGE, NOT_IN_RANGE -> true;
            default -> condition.isNumeric();
        };
    }

    private static List<Out> numbers(Condition condition, Drafter drafter) {
        int bits = condition.argument().isWide() ? 64 : 32;
        List<String> values = condition.values().stream()
                .flatMap(value -> Values.spelling(value).stream())
                .toList();
        return switch (condition.operator()) {
            case EQUAL -> List.of(condition(condition.index(), "equal", values, bits));
            case NOT_EQUAL -> List.of(condition(condition.index(), "notEqual", values, bits));
            case MASK -> List.of(condition(condition.index(), "anyBits", values, bits));
            case GREATER -> greater(condition, values, bits, drafter);
            case LESS -> less(condition, values, bits, drafter);
            case IN_RANGE -> range(condition, bits, drafter);
            default -> {
                drafter.lost(condition, "rules have no such comparison");
                yield List.of();
            }
        };
    }

    /** Arguments are compared unsigned: a signed one must not be negative either. */
    private static List<Out> greater(Condition condition, List<String> values, int bits, Drafter drafter) {
        if (values.stream().anyMatch(value -> value.startsWith("-"))) {
            drafter.lost(condition, "arguments are compared as unsigned numbers");
            return List.of();
        }
        Out greater = condition(condition.index(), "greater", values, bits);
        String limit = BigInteger.ONE.shiftLeft(bits - 1).toString();
        return condition.argument().isSigned()
                ? List.of(greater, condition(condition.index(), "less", List.of(limit), bits))
                : List.of(greater);
    }

    private static List<Out> less(Condition condition, List<String> values, int bits, Drafter drafter) {
        if (condition.argument().isSigned()) {
            drafter.lost(condition, "arguments are compared as unsigned numbers, and negative ones are less too");
            return List.of();
        }
        return List.of(condition(condition.index(), "less", values, bits));
    }

    private static List<Out> range(Condition condition, int bits, Drafter drafter) {
        List<BigInteger> ends = condition.values().stream()
                .flatMap(value -> List.of(value.split(":", 2)).stream())
                .flatMap(text -> Values.number(text).stream())
                .toList();
        Optional<BigInteger> negative =
                ends.stream().filter(end -> end.signum() < 0).findFirst();
        if (condition.values().size() != 1 || ends.isEmpty() || negative.isPresent()) {
            drafter.lost(condition, "rules compare with one range of numbers from 0 on");
            return List.of();
        }
        List<Out> limits = new ArrayList<>();
        if (ends.getFirst().signum() > 0) {
            String before = ends.getFirst().subtract(BigInteger.ONE).toString();
            limits.add(condition(condition.index(), "greater", List.of(before), bits));
        }
        String after = ends.getLast().add(BigInteger.ONE).toString();
        limits.add(condition(condition.index(), "less", List.of(after), bits));
        return limits;
    }

    private static Out condition(int index, String operator, List<String> values, int bits) {
        SequencedMap<String, Out> keys = Drafter.keys();
        keys.put("index", new Out.Plain(Integer.toString(index)));
        if (!operator.equals("equal")) {
            keys.put("operator", new Out.Plain(operator));
        }
        keys.put("values", Out.words(values));
        if (bits == 64) {
            keys.put("bits", new Out.Plain("64"));
        }
        return new Out.Table(keys);
    }
}
