package io.shrike.linux.seccomp;

import io.shrike.linux.libc.ClockCalls;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.Poll;
import io.shrike.linux.memory.CStrings;
import io.shrike.linux.memory.ProcessMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Measures what one notification costs, by hand: {@code java ... ListenerCost [COUNT]}. Prints elapsed nanoseconds and
 * nanoseconds of this thread's processor time, for each way to serve, and for the sensor's own calls within it.
 */
final class ListenerCost {
    private static final int ROUNDS = 3;

    private ListenerCost() {}

    private interface Server {
        void serve(SeccompListener listener, int count);
    }

    public static void main(String[] arguments) throws Throwable {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        Path folder = Files.createTempDirectory("listener-cost");
        for (int round = 0; round < ROUNDS; round++) {
            for (boolean sync : new boolean[] {false, true}) {
                measure(folder, count, sync, "receive + continue", ListenerCost::receiveOnly);
                measure(folder, count, sync, "poll + receive + continue", ListenerCost::pollFirst);
                measure(folder, count, sync, "receive + read path + valid + continue", ListenerCost::readPath);
                measure(folder, count, sync, "poll + all of it", ListenerCost::pollAndReadPath);
            }
            parts(folder, count);
        }
    }

    private static void measure(Path folder, int count, boolean sync, String name, Server server) throws Throwable {
        try (VictimRun victim = VictimRun.start(folder, "s", Integer.toString(count), "/etc/passwd")) {
            if (sync && victim.listener().setSyncWakeUp() != 0) {
                return;
            }
            time((sync ? "sync  " : "plain ") + name, count, () -> server.serve(victim.listener(), count));
            victim.told();
        }
    }

    private static void receiveOnly(SeccompListener listener, int count) {
        for (int i = 0; i < count; i++) {
            check(listener.receive());
            check(listener.continueCall());
        }
    }

    private static void pollFirst(SeccompListener listener, int count) {
        for (int i = 0; i < count; i++) {
            check(listener.await(-1) - Poll.POLLIN);
            check(listener.receive());
            check(listener.continueCall());
        }
    }

    private static void readPath(SeccompListener listener, int count) {
        byte[] path = new byte[4096];
        try (ProcessMemory memory = new ProcessMemory()) {
            for (int i = 0; i < count; i++) {
                check(listener.receive());
                check(CStrings.read(memory.target(listener.tid()), listener.arg(1), path, 4096) - 11);
                check(listener.isValid() ? 0 : -1);
                check(listener.continueCall());
            }
        }
    }

    private static void pollAndReadPath(SeccompListener listener, int count) {
        byte[] path = new byte[4096];
        try (ProcessMemory memory = new ProcessMemory()) {
            for (int i = 0; i < count; i++) {
                check(listener.await(-1) - Poll.POLLIN);
                check(listener.receive());
                check(CStrings.read(memory.target(listener.tid()), listener.arg(1), path, 4096) - 11);
                check(listener.isValid() ? 0 : -1);
                check(listener.continueCall());
            }
        }
    }

    /** The calls that need no answer of the victim, repeated while it waits. */
    private static void parts(Path folder, int count) throws Throwable {
        byte[] path = new byte[4096];
        try (VictimRun victim = VictimRun.start(folder, "o", "/etc/passwd");
                ProcessMemory memory = new ProcessMemory()) {
            SeccompListener listener = victim.listener();
            check(listener.receive());
            repeat(
                    count,
                    "  of it: read path",
                    () -> CStrings.read(memory.target(listener.tid()), listener.arg(1), path, 4096));
            repeat(count, "  of it: valid", () -> listener.isValid() ? 0 : -1);
            repeat(count, "  of it: poll", () -> listener.await(0));
            repeat(count, "  a close that fails", () -> FileCalls.close(-1) + 9);
            check(listener.continueCall());
        }
    }

    private static void repeat(int count, String name, IntSupplier call) {
        time(name, count, () -> {
            for (int i = 0; i < count; i++) {
                check(call.getAsInt());
            }
        });
    }

    private static void time(String name, int count, Runnable work) {
        long cpu = ClockCalls.nanos(ClockCalls.CLOCK_THREAD_CPUTIME_ID);
        long start = System.nanoTime();
        work.run();
        long elapsed = System.nanoTime() - start;
        cpu = ClockCalls.nanos(ClockCalls.CLOCK_THREAD_CPUTIME_ID) - cpu;
        System.out.printf("%-46s %7d ns  cpu %6d ns%n", name, elapsed / count, cpu / count);
    }

    private static void check(int result) {
        if (result < 0) {
            throw new IllegalStateException("result " + result);
        }
    }
}
