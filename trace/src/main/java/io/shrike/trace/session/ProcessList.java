package io.shrike.trace.session;

import io.shrike.model.Ancestor;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.ProcessRef;
import io.shrike.model.ProgramFile;
import java.util.List;
import java.util.Optional;

/** What /proc shows of all processes of this PID namespace. A port, so that sessions can be told without one. Used by one thread. */
public interface ProcessList {
    /**
     * One process at one moment.
     *
     * @param onlyForked it still runs the program of the one that forked it
     * @param mark another one after each exec, as far as can be known
     */
    record Glance(
            int pid,
            int ppid,
            long startTicks,
            boolean onlyForked,
            boolean zombie,
            Field<ByteString> executable,
            long mark) {}

    /** The numbers of all processes, in ascending order. */
    int[] processes();

    /** The number that was given out last; negative where that cannot be known. */
    int lastPid();

    /** The process as it is now; empty when it is gone. */
    Optional<Glance> glance(int pid);

    /** How many seccomp filters it has; negative when it is gone. */
    int filters(int pid);

    ProcessRef describe(Glance glance, List<Ancestor> ancestors);

    /** The file that it runs. */
    ProgramFile program(Glance glance);
}
