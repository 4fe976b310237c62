package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;

import io.shrike.linux.abi.Signals;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * A signal that ends a blocking call of one thread with EINTR, and does nothing else. wait4(2) can be woken in no other way.
 * Its handler is getpid(2), which needs no Java, and it is installed without SA_RESTART.
 */
public final class WakeUpSignal {
    /** Neither the C library nor the virtual machine uses it (NIO has SIGRTMAX-2). */
    private static final int SIGNAL = Signals.SIGRTMAX - 5;

    /** struct sigaction of the C library, and its sigset_t: sa_handler, sa_mask, sa_flags, sa_restorer. */
    static final int SIGACTION_SIZE = 152;

    static final int SIGSET_SIZE = 128;

    /** From asm-generic/signal-defs.h. */
    static final int SIG_UNBLOCK = 1;

    private static final MethodHandle SIGACTION = Native.function("sigaction", INT, INT, LONG, LONG);
    private static final MethodHandle PTHREAD_SIGMASK = Native.function("pthread_sigmask", INT, INT, LONG, LONG);

    private WakeUpSignal() {}

    /** Makes the calling thread one that {@link #send} can wake. 0, or -errno. */
    public static int prepare() {
        Scratch scratch = Scratch.get();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(SIGACTION_SIZE, Long.BYTES);
            action.set(
                    ValueLayout.ADDRESS,
                    0,
                    Linker.nativeLinker().defaultLookup().findOrThrow("getpid"));
            int installed =
                    scratch.valueOrError((int) SIGACTION.invokeExact(scratch.state, SIGNAL, action.address(), 0L));
            if (installed < 0) {
                return installed;
            }
            MemorySegment set = arena.allocate(SIGSET_SIZE, Long.BYTES);
            set.set(ValueLayout.JAVA_LONG, 0, 1L << (SIGNAL - 1));
            return -(int) PTHREAD_SIGMASK.invokeExact(scratch.state, SIG_UNBLOCK, set.address(), 0L);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** Wakes the thread {@code tid} of this process. */
    public static int send(int tid) {
        return ProcessCalls.tgkill(ProcessCalls.getpid(), tid, SIGNAL);
    }
}
