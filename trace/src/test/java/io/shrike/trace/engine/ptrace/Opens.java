package io.shrike.trace.engine.ptrace;

import io.shrike.linux.memory.CStrings;
import io.shrike.linux.memory.ProcessMemory;
import io.shrike.linux.syscall.Abi;
import io.shrike.linux.syscall.SyscallTable;
import io.shrike.model.Verdict;
import io.shrike.trace.engine.Stop;
import io.shrike.trace.engine.StopHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Notes the name of every open, with its ABI and thread, and decides by the name. */
final class Opens implements StopHandler {
    static final WantedCalls CALLS = Followed.calls("open", "openat");

    /** One open. */
    record Open(Abi abi, int tid, String path) {}

    final List<Open> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Stop, Verdict>> verdicts = new ConcurrentHashMap<>();
    private final ProcessMemory memory = new ProcessMemory();
    private final byte[] text = new byte[4096];

    /** The verdict on opens of this path from now on; the others go on. */
    Opens on(String path, Function<Stop, Verdict> verdict) {
        verdicts.put(path, verdict);
        return this;
    }

    Opens on(String path, Verdict verdict) {
        return on(path, _ -> verdict);
    }

    @Override
    public Verdict onStop(Stop stop) {
        boolean hasDirectory =
                SyscallTable.of(stop.abi()).name(stop.number()).orElseThrow().equals("openat");
        long address = stop.argument(hasDirectory ? 1 : 0);
        memory.target(stop.tid());
        int length = CStrings.read(memory, address, text, text.length);
        String path = length < 0 ? "unreadable " + length : new String(text, 0, length, StandardCharsets.UTF_8);
        seen.add(new Open(stop.abi(), stop.tid(), path));
        return verdicts.getOrDefault(path, _ -> Verdict.CONTINUE).apply(stop);
    }

    List<String> paths() {
        return seen.stream().map(Open::path).toList();
    }

    long count(String path) {
        return seen.stream().filter(open -> open.path().equals(path)).count();
    }
}
