package io.shrike.trace.tree;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.ProcessCalls;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every watched thread that made a stop, and its process. An entry is believed when its pidfd says that the process lives and
 * tgkill(2) says that the thread belongs to it, and for {@link #BELIEVED_NANOS} after that: so a reused id never wears the
 * history of a dead one, for the kernel gives an id out again only after all others. Dead entries are swept as the table
 * grows. Owned by the stop thread.
 *
 * <p>Stopping a storm of calls costs one kernel call less that way; see docs/adr/0010-cost-of-a-stop.md.
 */
public final class ProcessTable implements AutoCloseable {
    private static final int FIRST_SWEEP = 512;
    private static final int NO_PIDFD = -1;

    /** Far less than the time in which a machine can start as many processes as there are ids. */
    static final long BELIEVED_NANOS = 5_000_000;

    private final ProcessFacts facts;
    private final Launchers launchers;
    private final Map<Integer, Entry> byThread = new HashMap<>();
    private final Map<Integer, TrackedProcess> byProcess = new HashMap<>();
    private int sweepAt = FIRST_SWEEP;

    /** {@code launchers}: they and what is above them are no ancestors. */
    public ProcessTable(ProcessFacts facts, Launchers launchers) {
        this.facts = facts;
        this.launchers = launchers;
    }

    /** A thread's process, and the {@link System#nanoTime()} at which the two were last seen to belong together. */
    private static final class Entry {
        final TrackedProcess process;
        long seenAt;

        Entry(TrackedProcess process, long seenAt) {
            this.process = process;
            this.seenAt = seenAt;
        }
    }

    /** The process of a stopped thread; null when the thread is gone. */
    public @Nullable TrackedProcess of(int tid) {
        Entry known = byThread.get(tid);
        long now = System.nanoTime();
        if (known == null) {
            return learn(tid, now);
        }
        if (now - known.seenAt < BELIEVED_NANOS) {
            return known.process;
        }
        if (!holds(known.process, tid)) {
            return learn(tid, now);
        }
        known.seenAt = now;
        return known.process;
    }

    private boolean holds(TrackedProcess process, int tid) {
        return alive(process) && (tid == process.pid() || ProcessCalls.tgkill(process.pid(), tid, 0) != -Errno.ESRCH);
    }

    private boolean alive(TrackedProcess process) {
        if (process.pidfd() == NO_PIDFD) {
            return facts.startTicks(process.pid()) == process.startTicks();
        }
        return ProcessCalls.pidfdSendSignal(process.pidfd(), 0) != -Errno.ESRCH;
    }

    private @Nullable TrackedProcess learn(int tid, long now) {
        ProcessFacts.Identity identity = facts.identity(tid);
        if (!identity.readable()) {
            return null;
        }
        TrackedProcess process = process(identity.tgid(), identity.ppid(), 0);
        byThread.put(tid, new Entry(process, now));
        if (byThread.size() >= sweepAt) {
            sweep();
        }
        return process;
    }

    private TrackedProcess process(int pid, int ppid, int depth) {
        TrackedProcess known = byProcess.get(pid);
        if (known != null) {
            if (alive(known)) {
                return known;
            }
            forget(known);
        }
        TrackedProcess process =
                new TrackedProcess(pid, openPidfd(pid), facts.startTicks(pid), ppid, parent(ppid, depth));
        byProcess.put(pid, process);
        return process;
    }

    private @Nullable TrackedProcess parent(int ppid, int depth) {
        if (ppid <= 0 || launchers.contains(ppid) || depth >= TrackedProcess.MAX_DEPTH) {
            return null;
        }
        TrackedProcess known = byProcess.get(ppid);
        if (known != null && alive(known)) {
            return known;
        }
        ProcessFacts.Identity identity = facts.identity(ppid);
        return identity.readable() ? process(ppid, identity.ppid(), depth + 1) : null;
    }

    private int openPidfd(int pid) {
        int fd = ProcessCalls.pidfdOpen(pid, 0);
        if (fd == -Errno.EMFILE || fd == -Errno.ENFILE) {
            sweep();
            fd = ProcessCalls.pidfdOpen(pid, 0);
        }
        return fd < 0 ? NO_PIDFD : fd;
    }

    private void sweep() {
        Iterator<TrackedProcess> all = byProcess.values().iterator();
        while (all.hasNext()) {
            TrackedProcess process = all.next();
            if (!alive(process)) {
                closePidfd(process);
                all.remove();
            }
        }
        byThread.entrySet().removeIf(entry -> isStale(entry.getKey(), entry.getValue().process));
        sweepAt = Math.max(FIRST_SWEEP, 2 * byThread.size());
    }

    private boolean isStale(int tid, TrackedProcess process) {
        return byProcess.get(process.pid()) != process || !holds(process, tid);
    }

    private void forget(TrackedProcess process) {
        closePidfd(process);
        byProcess.remove(process.pid());
        byThread.values().removeIf(entry -> entry.process == process);
    }

    private static void closePidfd(TrackedProcess process) {
        if (process.pidfd() != NO_PIDFD) {
            FileCalls.close(process.pidfd());
        }
    }

    /** Processes known now, dead ones not yet swept included. */
    public int size() {
        return byProcess.size();
    }

    @Override
    public void close() {
        byProcess.values().forEach(ProcessTable::closePidfd);
        byProcess.clear();
        byThread.clear();
    }
}
