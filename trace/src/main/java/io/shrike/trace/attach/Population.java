package io.shrike.trace.attach;

import java.util.Optional;

/** The processes of this PID namespace. A port, so that it can be decided about them without any. Used by one thread. */
public interface Population {
    /**
     * One process at one moment.
     *
     * @param startTicks with {@code pid}, names the process for ever
     * @param filters how many seccomp filters it has
     * @param group of which container it is, as far as can be known: its cgroup
     * @param program its executable; empty for a thread of the kernel
     */
    record Inhabitant(int pid, int ppid, long startTicks, int filters, String group, String program) {}

    /** The numbers of all processes, in ascending order. */
    int[] processes();

    /** When the process started, in clock ticks since boot; negative when it is gone. */
    long startTicks(int pid);

    /** The process as it is now; empty when it is gone, or only its parent has not noticed that. */
    Optional<Inhabitant> inhabitant(int pid);
}
