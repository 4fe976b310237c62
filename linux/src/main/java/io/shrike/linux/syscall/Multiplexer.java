package io.shrike.linux.syscall;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A system call of i386 whose first argument says which call it is, and whose other arguments lie in memory or in other
 * places. Its kernel name is the constant in lower case.
 */
public enum Multiplexer {
    /** socketcall(2) */
    SOCKETCALL(0xFFFFFFFF),
    /** ipc(2) */
    IPC(0x0000FFFF);

    private static final Map<Multiplexer, Map<Integer, String>> CALLS = read();
    /** A call without an address is the same call with fewer arguments. */
    private static final Map<String, String> SHORT_FORMS = Map.of("send", "sendto", "recv", "recvfrom");

    private final int callMask;

    Multiplexer(int callMask) {
        this.callMask = callMask;
    }

    private static Map<Multiplexer, Map<Integer, String>> read() {
        Map<Multiplexer, Map<Integer, String>> calls = new EnumMap<>(Multiplexer.class);
        for (List<String> row : TableFile.rows("multiplexers.table")) {
            calls.computeIfAbsent(valueOf(row.get(0).toUpperCase(Locale.ROOT)), multiplexer -> new TreeMap<>())
                    .put(Integer.parseInt(row.get(1)), row.get(2));
        }
        return calls;
    }

    public String kernelName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The bits of the first argument that select the call. */
    public int callMask() {
        return callMask;
    }

    /** The name of the call that a first argument selects: a generic name, or {@code send} or {@code recv}. */
    public Optional<String> name(int firstArgument) {
        return Optional.ofNullable(ownCalls().get(firstArgument & callMask));
    }

    /** The values that select a call, in order; {@code sendto} and {@code recvfrom} have two. Empty for other names. */
    public List<Integer> calls(String name) {
        List<Integer> calls = new ArrayList<>();
        ownCalls().forEach((call, itsName) -> {
            if (itsName.equals(name) || name.equals(SHORT_FORMS.get(itsName))) {
                calls.add(call);
            }
        });
        return calls;
    }

    private Map<Integer, String> ownCalls() {
        return CALLS.getOrDefault(this, Map.of());
    }
}
