package io.shrike.trace.launch;

import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.procfs.ProcReader;
import io.shrike.linux.procfs.ProcStat;
import io.shrike.trace.tree.Launchers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether the process at the other end of a connection is a launcher to serve: it runs this product's launcher, and is not
 * itself watched. A watched program could otherwise have the sensor serve a filter of its own making.
 */
public final class PeerCheck {
    /** No chain of parents is believed beyond this. */
    private static final int MOST_PARENTS = 1024;

    private static final int LARGEST_LAUNCHER = 1 << 20;

    private final byte[] launcherDigest;
    private final Launchers launchers;

    /** {@code launcher} is the program that peers must run, by content. */
    public PeerCheck(Path launcher, Launchers launchers) throws IOException {
        launcherDigest = digest(launcher);
        this.launchers = launchers;
    }

    /** Why the peer is not served; nothing when it is. Any thread. */
    public Optional<String> objection(SensorSocket.Peer peer) {
        if (peer.pid() == 0) {
            return Optional.of(
                    "a process that is not in the sensor's PID namespace: the containers of a task must share one"
                            + " (pidMode: task)");
        }
        String who = "process " + peer.pid() + " of user " + peer.uid();
        if (peer.pid() == ProcessCalls.getpid()) {
            return Optional.of("the sensor itself");
        }
        if (isWatched(peer.pid())) {
            return Optional.of(who + ", which is watched itself");
        }
        try {
            return Arrays.equals(launcherDigest, digest(Path.of("/proc/" + peer.pid() + "/exe")))
                    ? Optional.empty()
                    : Optional.of(who + ", which does not run the launcher of this version");
        } catch (IOException failure) {
            return Optional.of(who + ", whose program cannot be read (" + failure.getMessage()
                    + "): the sensor needs CAP_SYS_PTRACE for processes of other users");
        }
    }

    /** Below a launcher that is served. */
    private boolean isWatched(int pid) {
        try (ProcReader reader = new ProcReader()) {
            int at = parent(reader, pid);
            for (int depth = 0; at > 0 && depth < MOST_PARENTS; depth++) {
                if (launchers.contains(at)) {
                    return true;
                }
                at = parent(reader, at);
            }
            return at > 0;
        }
    }

    private static int parent(ProcReader reader, int pid) {
        return reader.stat(pid).map(ProcStat::ppid).asOptional().orElse(0);
    }

    private static byte[] digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return MessageDigest.getInstance("SHA-256").digest(in.readNBytes(LARGEST_LAUNCHER));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
