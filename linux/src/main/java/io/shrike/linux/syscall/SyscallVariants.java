package io.shrike.linux.syscall;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which kernel names of an ABI do the work of a generic name, and how far their arguments agree. */
public final class SyscallVariants {
    /** The arguments of a system call. */
    public static final int ARGUMENTS = 6;

    private static final Map<Abi, Map<String, Row>> ROWS = read();

    private record Row(String generic, int same) {}

    private SyscallVariants() {}

    private static Map<Abi, Map<String, Row>> read() {
        Map<Abi, Map<String, Row>> rows = new EnumMap<>(Abi.class);
        for (Abi abi : Abi.values()) {
            rows.put(abi, new HashMap<>());
        }
        for (List<String> row : TableFile.rows("variants.table")) {
            for (String abi : row.get(1).split(",")) {
                Map<String, Row> ofAbi = rows.getOrDefault(Abi.valueOf(abi.toUpperCase(Locale.ROOT)), Map.of());
                ofAbi.put(row.get(0), new Row(row.get(2), Integer.parseInt(row.get(3))));
            }
        }
        return rows;
    }

    /** The generic name of a kernel name: {@code chown} for {@code chown32} of i386, most names for themselves. */
    public static String generic(Abi abi, String kernelName) {
        Row row = ofAbi(abi).get(kernelName);
        return row == null ? kernelName : row.generic();
    }

    /** The kernel names by which an ABI offers a call; a kernel name is taken as well; empty where the ABI has none. */
    public static Set<String> kernelNames(Abi abi, String name) {
        Set<String> known = SyscallTable.of(abi).names();
        Set<String> names = new TreeSet<>();
        if (known.contains(name)) {
            names.add(name);
        }
        ofAbi(abi).forEach((kernelName, row) -> {
            if (row.generic().equals(name) && known.contains(kernelName)) {
                names.add(kernelName);
            }
        });
        return names;
    }

    /**
     * How many leading arguments of a kernel name are those of its generic name: same place, same meaning, a whole
     * register. 0 to {@value #ARGUMENTS}.
     */
    public static int sameArguments(Abi abi, String kernelName) {
        Row row = ofAbi(abi).get(kernelName);
        return row == null ? ARGUMENTS : row.same();
    }

    private static Map<String, Row> ofAbi(Abi abi) {
        return ROWS.getOrDefault(abi, Map.of());
    }
}
