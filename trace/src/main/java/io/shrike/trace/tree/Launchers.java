package io.shrike.trace.tree;

import java.util.Arrays;

/** The launchers whose programs are watched, by their ids in the sensor's PID namespace. Read and changed by any thread. */
public final class Launchers {
    private volatile int[] pids = new int[0];

    public static Launchers of(int... pids) {
        Launchers launchers = new Launchers();
        for (int pid : pids) {
            launchers.add(pid);
        }
        return launchers;
    }

    /** Whether this is a launcher's id. */
    public boolean contains(int pid) {
        for (int known : pids) {
            if (known == pid) {
                return true;
            }
        }
        return false;
    }

    public synchronized void add(int pid) {
        int[] before = pids;
        int[] more = Arrays.copyOf(before, before.length + 1);
        more[before.length] = pid;
        pids = more;
    }

    /** Forgets one that is gone: its id may become another process's. */
    public synchronized void remove(int pid) {
        pids = Arrays.stream(pids).filter(known -> known != pid).toArray();
    }
}
