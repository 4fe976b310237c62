package io.shrike.linux.procfs;

import io.shrike.linux.libc.ClockCalls;

/**
 * Turns start times of {@link ProcStat}, in clock ticks since boot, into the time of day. Immutable.
 *
 * @param bootEpochNanos when the machine booted, in nanoseconds since 1970
 * @param ticksPerSecond of sysconf(3) _SC_CLK_TCK
 */
public record BootClock(long bootEpochNanos, long ticksPerSecond) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** The clock of this machine, as it is set now. */
    public static BootClock read() {
        long boot = ClockCalls.nanos(ClockCalls.CLOCK_REALTIME) - ClockCalls.nanos(ClockCalls.CLOCK_BOOTTIME);
        return new BootClock(boot, ClockCalls.ticksPerSecond());
    }

    /** The time of day of a start time, in nanoseconds since 1970; as exact as a tick is long. */
    public long epochNanos(long ticks) {
        long seconds = ticks / ticksPerSecond;
        long rest = ticks % ticksPerSecond;
        return bootEpochNanos + seconds * NANOS_PER_SECOND + rest * NANOS_PER_SECOND / ticksPerSecond;
    }
}
