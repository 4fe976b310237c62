package io.shrike.linux.syscall;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The arguments of the calls that a monitor looks at, by generic name, in the order of the 64-bit ABIs. */
public final class SyscallArguments {
    /**
     * One argument.
     *
     * @param name as the manual page calls it
     * @param path whether it points to the path of a file
     */
    public record Argument(String name, boolean path) {}

    private static final String PATH_MARK = "*";
    private static final Map<String, List<Argument>> ARGUMENTS = read();

    private SyscallArguments() {}

    private static Map<String, List<Argument>> read() {
        Map<String, List<Argument>> arguments = new HashMap<>();
        for (List<String> row : TableFile.rows("arguments.table")) {
            List<Argument> ofCall = new ArrayList<>();
            for (String word : row.subList(1, row.size())) {
                ofCall.add(new Argument(word.replace(PATH_MARK, ""), word.endsWith(PATH_MARK)));
            }
            arguments.put(row.getFirst(), List.copyOf(ofCall));
        }
        return arguments;
    }

    /** The arguments of a call; empty where they are not told. */
    public static List<Argument> of(String genericName) {
        return ARGUMENTS.getOrDefault(genericName, List.of());
    }

    /** The name of an argument, {@code argN} where it is not told. */
    public static String name(String genericName, int argument) {
        List<Argument> arguments = of(genericName);
        return argument < arguments.size() ? arguments.get(argument).name() : "arg" + argument;
    }
}
