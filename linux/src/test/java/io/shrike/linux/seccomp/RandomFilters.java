package io.shrike.linux.seccomp;

import io.shrike.linux.seccomp.ArgumentTest.Width;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallFamilies;
import io.shrike.linux.syscall.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Rules and calls made up from a seed, with values that lie at the edges of each other. */
final class RandomFilters {
    private static final List<Long> VALUES = List.of(
            0L,
            1L,
            2L,
            3L,
            4L,
            9L,
            11L,
            0x40L,
            0xFFFFL,
            0x10000L,
            0x7FFFFFFFL,
            0x80000000L,
            0xFFFFFF9CL,
            0xFFFFFFFFL,
            0x1_0000_0000L,
            0x1_0000_0001L,
            0x7FFFFFFF_FFFFFFFFL,
            Long.MIN_VALUE,
            -100L,
            -1L);

    private final Random random;
    private final List<String> names;

    RandomFilters(long seed) {
        this.random = new Random(seed);
        this.names = SyscallFamilies.names().stream()
                .filter(name -> Stream.of(Abi.values())
                        .anyMatch(abi -> SyscallTable.of(abi).names().contains(name)))
                .toList();
    }

    List<FilterRule> rules(int count) {
        List<FilterRule> rules = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            rules.add(rule());
        }
        return rules;
    }

    private FilterRule rule() {
        List<List<ArgumentTest>> anyOf = new ArrayList<>();
        int alternatives = random.nextInt(4);
        for (int index = 0; index < alternatives; index++) {
            List<ArgumentTest> allOf = new ArrayList<>();
            int tests = 1 + random.nextInt(3);
            for (int test = 0; test < tests; test++) {
                allOf.add(test());
            }
            anyOf.add(allOf);
        }
        return new FilterRule(pick(names), anyOf);
    }

    private ArgumentTest test() {
        int argument = random.nextInt(6);
        Width width = random.nextBoolean() ? Width.INT : Width.LONG;
        long mask = pick(VALUES);
        return switch (random.nextInt(4)) {
            case 0 -> new ArgumentTest.MaskAnySet(argument, mask, width);
            case 1 -> new ArgumentTest.MaskedEquals(argument, mask, pick(VALUES) & pick(List.of(mask, -1L)), width);
            case 2 -> new ArgumentTest.Equals(argument, pick(VALUES), width);
            default -> new ArgumentTest.In(argument, values(random.nextInt(5)), width);
        };
    }

    /** A call whose number is likely to be one of the rules'. */
    SeccompData call(Abi host, List<FilterRule> rules) {
        Abi abi = pick(random.nextInt(20) == 0 ? List.of(Abi.values()) : host.runnable());
        int nr = SyscallTable.of(abi)
                .number(random.nextBoolean() && !rules.isEmpty() ? pick(rules).syscall() : pick(names))
                .orElseGet(() -> random.nextInt(600));
        if (random.nextInt(8) == 0) {
            nr += random.nextInt(3) - 1;
        }
        if (random.nextInt(16) == 0) {
            nr ^= Abi.X32_SYSCALL_BIT;
        }
        return new SeccompData(nr, abi.auditArch(), random.nextLong(), values(6));
    }

    private List<Long> values(int count) {
        List<Long> values = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            long value = pick(VALUES);
            values.add(random.nextInt(4) == 0 ? value ^ random.nextLong() << 32 : value);
        }
        return values;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
