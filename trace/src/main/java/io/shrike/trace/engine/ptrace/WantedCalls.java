package io.shrike.trace.engine.ptrace;

import io.shrike.linux.syscall.Abi;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The system calls that a handler wants to see, by number of each ABI, without the x32 bit. */
public final class WantedCalls {
    private static final long[] NONE = {};

    private final EnumMap<Abi, long[]> words = new EnumMap<>(Abi.class);
    private final boolean all;

    private WantedCalls(boolean all, Map<Abi, Set<Integer>> numbers) {
        this.all = all;
        for (Abi abi : Abi.values()) {
            words.put(abi, bits(numbers.getOrDefault(abi, Set.of())));
        }
    }

    /** Every call. */
    public static WantedCalls all() {
        return new WantedCalls(true, Map.of());
    }

    /** These calls; of an ABI that is not named, none. */
    public static WantedCalls of(Map<Abi, Set<Integer>> numbers) {
        return new WantedCalls(false, numbers);
    }

    private static long[] bits(Set<Integer> numbers) {
        int highest = numbers.stream().mapToInt(Integer::intValue).max().orElse(-1);
        long[] bits = new long[(highest >> 6) + 1];
        for (int number : numbers) {
            bits[number >> 6] |= 1L << (number & 63);
        }
        return bits;
    }

    boolean contains(Abi abi, int number) {
        long[] bits = words.getOrDefault(abi, NONE);
        int word = number >> 6;
        return all || (word >= 0 && word < bits.length && (bits[word] & 1L << (number & 63)) != 0);
    }
}
