package io.shrike.trace.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How long stops took, from received to answered, as a histogram: two buckets an octave between 1 microsecond and 1 second,
 * one for what is shorter and one for what is longer. Written by the stop thread, which neither allocates nor locks for it;
 * read by any.
 */
public final class StopLatency {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int FIRST_OCTAVE = 10;
    private static final int LAST_OCTAVE = 29;
    private static final int BOUNDS = 2 * (LAST_OCTAVE - FIRST_OCTAVE + 1) + 1;

    /** The counts, and behind them the sum of nanoseconds. */
    private final long[] cells = new long[BOUNDS + 2];

    /** The stop thread: one more stop. A time below 0 counts as 0. */
    public void add(long nanos) {
        int bucket = bucket(nanos);
        CELL.setOpaque(cells, bucket, cells[bucket] + 1);
        CELL.setOpaque(cells, BOUNDS + 1, cells[BOUNDS + 1] + Math.max(0, nanos));
    }

    /** The first bucket whose bound is not below {@code nanos}: bounds are 2^k and 1.5 * 2^k. */
    private static int bucket(long nanos) {
        long last = Math.max(0, nanos - 1);
        int octave = 63 - Long.numberOfLeadingZeros(last | 1);
        if (octave < FIRST_OCTAVE) {
            return 0;
        }
        if (octave > LAST_OCTAVE) {
            return BOUNDS;
        }
        int half = (int) (last >>> (octave - 1)) & 1;
        return 2 * (octave - FIRST_OCTAVE) + half + 1;
    }

    /** How many bounds there are; above the last one is one more bucket. */
    public static int bounds() {
        return BOUNDS;
    }

    /** The longest time in nanoseconds that bucket {@code index} counts. */
    public static long bound(int index) {
        long octave = 1L << (FIRST_OCTAVE + index / 2);
        return index % 2 == 0 ? octave : octave + octave / 2;
    }

    /** Stops in bucket {@code index}, 0 to {@link #bounds()}. */
    public long count(int index) {
        return (long) CELL.getOpaque(cells, index);
    }

    /** Nanoseconds of all stops together. */
    public long sum() {
        return (long) CELL.getOpaque(cells, BOUNDS + 1);
    }
}
