package io.shrike.linux.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** A child that inherits descriptors, which the JDK's own way to start programs does not allow. */
public final class Child {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle POSIX_SPAWN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("posix_spawn"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle WAITPID = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("waitpid"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private final int pid;
    private boolean reaped;

    private Child(int pid) {
        this.pid = pid;
    }

    /** Starts the program with these words; the first is its path. */
    public static Child start(List<String> words) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vector = arena.allocate(ADDRESS, words.size() + 1L);
            for (int i = 0; i < words.size(); i++) {
                vector.setAtIndex(ADDRESS, i, arena.allocateFrom(words.get(i)));
            }
            MemorySegment environment = arena.allocate(JAVA_LONG);
            MemorySegment pid = arena.allocate(JAVA_INT);
            int error = (int) POSIX_SPAWN.invokeExact(
                    pid,
                    arena.allocateFrom(words.getFirst()),
                    MemorySegment.NULL,
                    MemorySegment.NULL,
                    vector,
                    environment);
            if (error != 0) {
                throw new IllegalStateException("posix_spawn " + words.getFirst() + ": errno " + error);
            }
            return new Child(pid.get(JAVA_INT, 0));
        }
    }

    public int pid() {
        return pid;
    }

    /** Waits for its end: its exit code, or 128 and the signal that killed it. */
    public int end() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            int waited = (int) WAITPID.invokeExact(pid, status, 0);
            if (waited != pid) {
                throw new IllegalStateException("waitpid " + pid + " gave " + waited);
            }
            reaped = true;
            int bits = status.get(JAVA_INT, 0);
            return (bits & 0x7f) != 0 ? 128 + (bits & 0x7f) : bits >> 8 & 0xff;
        }
    }

    /** Whether {@link #end} has been seen. */
    public boolean hasEnded() {
        return reaped;
    }
}
