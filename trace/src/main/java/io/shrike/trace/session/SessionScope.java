package io.shrike.trace.session;

import io.shrike.linux.procfs.ProcLink;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStat;
import io.shrike.linux.procfs.ProcStatus;
import io.shrike.linux.procfs.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Which processes of this PID namespace are from outside; that depends on what the launcher is in it. */
public sealed interface SessionScope {
    /**
     * All of the namespace are the launcher's or from outside.
     *
     * @param launcherIsFirst the launcher is process 1; otherwise its parent is, a small init that a container runtime put there
     * @param launcherFilters seccomp filters of the launcher; what it launches has more
     */
    record Whole(int sensorPid, int launcherPid, boolean launcherIsFirst, int launcherFilters)
            implements SessionScope {}

    /** It cannot be told who is from outside, so nobody is looked for. */
    record None(String reason) implements SessionScope {}

    /** PROC_PID_INIT_INO of linux/proc_ns.h. */
    String FIRST_NAMESPACE = "pid:[4026531836]";

    /** As it is at the start of a watch. */
    static SessionScope of(int sensorPid, int launcherPid) {
        try (ProcReader reader = new ProcReader()) {
            if (!text(reader.self()).equals(Integer.toString(sensorPid))) {
                return new None("/proc is not of the launcher's PID namespace");
            }
            boolean first = launcherPid == 1;
            if (!first
                    && !(isBelowFirst(reader, launcherPid)
                            && !ownNamespace(reader, sensorPid).equals(FIRST_NAMESPACE))) {
                return new None(
                        "the launcher is neither the first process of its PID namespace nor the child of a container's first");
            }
            if (Arrays.binarySearch(reader.processes(), launcherPid) < 0) {
                return new None("/proc hides the processes of others (hidepid)");
            }
            int filters = reader.status(launcherPid)
                    .map(ProcStatus::seccompFilters)
                    .asOptional()
                    .orElse(0);
            return new Whole(sensorPid, launcherPid, first, filters);
        }
    }

    private static boolean isBelowFirst(ProcReader reader, int launcherPid) {
        return reader.stat(launcherPid).map(ProcStat::ppid).asOptional().orElse(0) == 1;
    }

    private static String ownNamespace(ProcReader reader, int pid) {
        return text(reader.pidNamespace(pid));
    }

    private static String text(Reading<ProcLink> link) {
        return link.map(found -> new String(found.target(), StandardCharsets.ISO_8859_1))
                .asOptional()
                .orElse("");
    }
}
