package io.shrike.trace.engine;

import io.shrike.linux.syscall.Abi;
import java.util.LinkedHashMap;
import java.util.List;

/** Calls that were sent back to their start, by a pause or a restart of the kernel: each is made once more. */
final class PausedCalls {
    private static final int MAX_THREADS = 1024;

    private final LinkedHashMap<Integer, Call> byThread = new LinkedHashMap<>();

    private record Call(Abi abi, int number, List<Long> arguments) {
        static Call of(Stop stop) {
            return new Call(
                    stop.abi(),
                    stop.number(),
                    List.of(
                            stop.argument(0),
                            stop.argument(1),
                            stop.argument(2),
                            stop.argument(3),
                            stop.argument(4),
                            stop.argument(5)));
        }
    }

    void add(Stop stop) {
        if (byThread.size() >= MAX_THREADS) {
            byThread.pollFirstEntry();
        }
        byThread.put(stop.tid(), Call.of(stop));
    }

    /** Whether this stop is the paused call of its thread, made again; asked once, it is forgotten. */
    boolean isMadeAgain(Stop stop) {
        Call paused = byThread.remove(stop.tid());
        return paused != null && paused.equals(Call.of(stop));
    }

    void forget(int tid) {
        byThread.remove(tid);
    }
}
