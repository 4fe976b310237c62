package io.shrike.model;

import java.time.Instant;
import java.util.List;

/**
 * The process behind an activity, read when asked. Valid only while its call is stopped; {@link #snapshot()} outlives it.
 * Owned by the stop thread.
 */
public interface ProcessView {
    /** Thread group id, in the sensor's PID namespace. */
    int pid();

    /** Id of the thread that made the call. */
    int tid();

    int ppid();

    /** The file that runs, after symlinks ({@code /proc/PID/exe}). At an exec this is still the old program. */
    Field<ByteString> executable();

    Field<List<ByteString>> arguments();

    Field<Integer> uid();

    Field<Integer> gid();

    Field<ByteString> cwd();

    /** When the process started, by the kernel's boot clock turned into wall time, to 10 ms. */
    Field<Instant> startTime();

    /** Nearest first, up to the launched program or as far as known. */
    List<Ancestor> ancestors();

    /** Everything above as values. */
    ProcessRef snapshot();
}
