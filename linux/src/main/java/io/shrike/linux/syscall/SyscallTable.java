package io.shrike.linux.syscall;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The system calls of one ABI, by kernel name and by number. Immutable. */
public final class SyscallTable {
    private static final Map<Abi, SyscallTable> TABLES = new ConcurrentHashMap<>();
    /** Numbers from here on are few and far apart (the private calls of arm). */
    private static final int SPARSE = 4096;

    private final Map<String, Integer> numbers;
    private final String[] dense;
    private final Map<Integer, String> sparse;
    private final int numberBits;

    private SyscallTable(Abi abi) {
        this.numberBits = abi.numberBits();
        this.numbers = new LinkedHashMap<>();
        Map<Integer, String> byNumber = new HashMap<>();
        for (List<String> row : TableFile.rows(abi.name().toLowerCase(Locale.ROOT) + ".syscalls")) {
            int number = Integer.parseInt(row.get(0));
            numbers.put(row.get(1), number | numberBits);
            byNumber.putIfAbsent(number, row.get(1));
        }
        if (abi == Abi.X32) {
            of(Abi.X86_64).numbers.forEach((name, number) -> byNumber.putIfAbsent(number, name));
        }
        int length = byNumber.keySet().stream()
                        .filter(nr -> nr < SPARSE)
                        .max(Integer::compare)
                        .orElse(-1)
                + 1;
        this.dense = new String[length];
        Arrays.fill(dense, "");
        this.sparse = new HashMap<>();
        byNumber.forEach((number, name) -> {
            if (number < length) {
                dense[number] = name;
            } else {
                sparse.put(number, name);
            }
        });
    }

    public static SyscallTable of(Abi abi) {
        SyscallTable known = TABLES.get(abi);
        if (known != null) {
            return known;
        }
        SyscallTable loaded = new SyscallTable(abi);
        SyscallTable earlier = TABLES.putIfAbsent(abi, loaded);
        return earlier == null ? loaded : earlier;
    }

    /** The number as {@code seccomp_data.nr} carries it, so with the x32 bit on x32; empty for a name unknown to this ABI. */
    public OptionalInt number(String name) {
        Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /**
     * The kernel name of a number, which may come with or without the x32 bit; empty for a number newer than the table.
     * On x32 a number that only the 64-bit ABI has gives its name there: kernels before 5.4 run it.
     */
    public Optional<String> name(int nr) {
        int index = nr < 0 ? nr : nr & ~numberBits;
        if (index >= 0 && index < dense.length) {
            return dense[index].isEmpty() ? Optional.empty() : Optional.of(dense[index]);
        }
        return Optional.ofNullable(sparse.get(index));
    }

    /** Every kernel name of this ABI, by number. */
    public Set<String> names() {
        return Collections.unmodifiableSet(numbers.keySet());
    }
}
