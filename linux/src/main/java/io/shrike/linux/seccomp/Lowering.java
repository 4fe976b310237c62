package io.shrike.linux.seccomp;

import io.shrike.linux.seccomp.ArgumentTest.Equals;
import io.shrike.linux.seccomp.ArgumentTest.In;
import io.shrike.linux.seccomp.ArgumentTest.MaskAnySet;
import io.shrike.linux.seccomp.ArgumentTest.MaskedEquals;
import io.shrike.linux.seccomp.ArgumentTest.Width;
import io.shrike.linux.syscall.Abi;
import java.util.List;

/**
 * Tests of arguments as tests of 32-bit words, for one ABI.
 *
 * <p>An int is its low word. A long is both words where registers have 64 bits. Where they have 32, the kernel shows a
 * high word of zero: a value is compared by its low word if its high word is all zeros or all ones, and never matches
 * otherwise.
 * A test of an argument that a variant passes elsewhere is taken to hold.
 */
final class Lowering {
    /** Of the numbers that x32 has for itself the kernel cuts longs to 32 bits, or not, call by call. */
    private static final int OWN_NUMBERS_OF_X32 = 512;

    private final Abi abi;
    private final int sameArguments;
    private final boolean longsAreCertain;

    Lowering(Abi abi, int nr, int sameArguments) {
        this.abi = abi;
        this.sameArguments = sameArguments;
        this.longsAreCertain = abi != Abi.X32 || (nr & ~Abi.X32_SYSCALL_BIT) < OWN_NUMBERS_OF_X32;
    }

    Condition lower(FilterRule rule) {
        if (rule.anyOf().isEmpty()) {
            return Condition.ALWAYS;
        }
        Condition any = Condition.NEVER;
        for (List<ArgumentTest> allOf : rule.anyOf()) {
            Condition all = Condition.ALWAYS;
            for (ArgumentTest test : allOf) {
                all = all.and(lower(test));
            }
            any = any.or(all);
        }
        return any;
    }

    private Condition lower(ArgumentTest test) {
        boolean uncertain = test.width() == Width.LONG && !longsAreCertain;
        if (test.argument() >= sameArguments || uncertain) {
            return Condition.ALWAYS;
        }
        return switch (test) {
            case MaskAnySet set -> anySet(set);
            case MaskedEquals masked -> oneOf(masked, masked.mask(), List.of(masked.value()));
            case Equals equals -> oneOf(equals, -1, List.of(equals.value()));
            case In in -> oneOf(in, -1, in.values());
        };
    }

    private boolean isLowWordOnly(ArgumentTest test) {
        return test.width() == Width.INT || abi.wordSize() == Integer.BYTES;
    }

    private Condition anySet(MaskAnySet test) {
        Condition low = anySet(SeccompData.lowHalf(test.argument()), (int) test.mask());
        if (isLowWordOnly(test)) {
            return low;
        }
        return low.or(anySet(SeccompData.highHalf(test.argument()), high(test.mask())));
    }

    private static Condition anySet(int offset, int mask) {
        return mask == 0 ? Condition.NEVER : Condition.of(new WordTest.AnySet(offset, mask));
    }

    private Condition oneOf(ArgumentTest test, long mask, List<Long> values) {
        int lowOffset = SeccompData.lowHalf(test.argument());
        if (isLowWordOnly(test)) {
            List<Integer> low = values.stream()
                    .filter(value -> test.width() == Width.INT || fitsWord(value, mask))
                    .map(Long::intValue)
                    .toList();
            return oneOf(lowOffset, (int) mask, low);
        }
        Condition any = Condition.NEVER;
        for (int high : values.stream().map(Lowering::high).distinct().sorted().toList()) {
            List<Integer> low = values.stream()
                    .filter(value -> high(value) == high)
                    .map(Long::intValue)
                    .toList();
            Condition highWord = oneOf(SeccompData.highHalf(test.argument()), high(mask), List.of(high));
            any = any.or(highWord.and(oneOf(lowOffset, (int) mask, low)));
        }
        return any;
    }

    private static Condition oneOf(int offset, int mask, List<Integer> values) {
        List<Integer> possible = values.stream()
                .filter(value -> (value & ~mask) == 0)
                .distinct()
                .sorted()
                .toList();
        if (possible.isEmpty()) {
            return Condition.NEVER;
        }
        return mask == 0 ? Condition.ALWAYS : Condition.of(new WordTest.OneOf(offset, mask, possible));
    }

    /** Whether a 32-bit number, extended with zeros or with its sign, can have the high word of a value. */
    private static boolean fitsWord(long value, long mask) {
        return high(value) == 0 || high(value) == high(mask);
    }

    private static int high(long value) {
        return (int) (value >>> Integer.SIZE);
    }
}
