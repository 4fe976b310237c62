package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;
import static io.shrike.linux.libc.Native.POINTER;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The kernel's clocks. */
public final class ClockCalls {
    public static final int CLOCK_REALTIME = 0;
    public static final int CLOCK_MONOTONIC = 1;
    public static final int CLOCK_THREAD_CPUTIME_ID = 3;
    public static final int CLOCK_BOOTTIME = 7;

    private static final int SC_CLK_TCK = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final MethodHandle CLOCK_GETTIME = Native.quick("clock_gettime", INT, INT, POINTER);
    private static final MethodHandle SYSCONF = Native.quick("sysconf", LONG, INT);

    private ClockCalls() {}

    /** clock_gettime(2): nanoseconds since the clock's epoch, or -errno. */
    public static long nanos(int clock) {
        Scratch scratch = Scratch.get();
        try {
            int result = scratch.valueOrError((int) CLOCK_GETTIME.invokeExact(scratch.state, clock, scratch.structs));
            return result < 0
                    ? result
                    : scratch.structs.get(ValueLayout.JAVA_LONG, 0) * NANOS_PER_SECOND
                            + scratch.structs.get(ValueLayout.JAVA_LONG, 8);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** sysconf(3) _SC_CLK_TCK: the ticks of /proc in a second. */
    public static long ticksPerSecond() {
        try {
            return (long) SYSCONF.invokeExact(Scratch.get().state, SC_CLK_TCK);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
