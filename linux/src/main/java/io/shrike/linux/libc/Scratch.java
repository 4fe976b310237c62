package io.shrike.linux.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Native memory of one thread: the errno of its last call, and room for the small structs that calls take. It is never freed,
 * for a downcall has nothing to guard then; the sensor has few threads that make calls, and they live as long as it does.
 */
final class Scratch {
    private static final long STRUCTS = 512;
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    /**
     * By the low bits of the thread's id. A thread local is a native call where only C1 compiles, which a stop would make five
     * times; an entry of another thread is a miss and nothing worse.
     */
    private static final AtomicReferenceArray<@Nullable Scratch> LATELY = new AtomicReferenceArray<>(16);

    private final Thread owner = Thread.currentThread();

    /** Where the linker stores errno; passed as the first argument of every downcall. */
    final MemorySegment state;

    /** Room for structs, used within one call only. */
    final MemorySegment structs;

    private Scratch() {
        Arena arena = Arena.global();
        state = arena.allocate(Linker.Option.captureStateLayout());
        structs = arena.allocate(STRUCTS, Long.BYTES);
    }

    static Scratch get() {
        Thread thread = Thread.currentThread();
        int slot = (int) thread.threadId() & (LATELY.length() - 1);
        Scratch lately = LATELY.getPlain(slot);
        if (lately != null && lately.owner == thread) {
            return lately;
        }
        Scratch own = OF_THREAD.get();
        LATELY.setRelease(slot, own);
        return own;
    }

    /** {@code result} itself, or the negated errno where it says failure. */
    int valueOrError(int result) {
        return result >= 0 ? result : -state.get(ValueLayout.JAVA_INT, 0);
    }

    /** {@code result} itself as an int, or the negated errno where it says failure. */
    int valueOrError(long result) {
        return result >= 0 ? (int) result : -state.get(ValueLayout.JAVA_INT, 0);
    }
}
