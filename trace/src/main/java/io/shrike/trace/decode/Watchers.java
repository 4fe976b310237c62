package io.shrike.trace.decode;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.model.Activity.Watcher;
import io.shrike.model.ByteString;
import io.shrike.trace.tree.Launchers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The processes that watch, by their ids in the sensor's PID namespace, and the ways a watched process can name them. Owned by
 * the stop thread.
 */
public final class Watchers implements AutoCloseable {
    private static final int FDINFO = 1024;
    private static final ByteString PROC = ByteString.utf8("/proc/");

    /** No id is longer (PID_MAX_LIMIT of linux/threads.h is 2^22). */
    private static final int MOST = 1 << 24;

    private static final byte[] PID_LINE = "\nPid:\t".getBytes(StandardCharsets.US_ASCII);

    private final NativeBuffer name = new NativeBuffer(64);
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);
    private final NativeBuffer text = new NativeBuffer(FDINFO);
    private final int sensor;
    private final Launchers launchers;
    private final ByteString sensorFiles;

    public Watchers(int sensor, Launchers launchers) {
        this.sensor = sensor;
        this.launchers = launchers;
        sensorFiles = ByteString.utf8("/proc/" + sensor + "/");
    }

    /** Whose process or thread {@code id} is, as the thread {@code caller} uses it; nobody's in another PID namespace. */
    Optional<Watcher> of(int caller, int id) {
        Optional<Watcher> watcher = launchers.contains(id)
                ? Optional.of(Watcher.LAUNCHER)
                : id == sensor || exists("/proc/" + sensor + "/task/" + id)
                        ? Optional.of(Watcher.SENSOR)
                        : Optional.empty();
        return watcher.filter(_ -> sharesIds(caller));
    }

    /** As {@link #of}, and also for what kill(2) makes of negative ids: a process group, or everybody. */
    Optional<Watcher> signalled(int caller, int id) {
        return id > 0 ? of(caller, id) : id == -1 || id == -sensor ? of(caller, sensor) : Optional.empty();
    }

    /** Whose process the pidfd {@code fd} of thread {@code caller} stands for. */
    Optional<Watcher> behindPidfd(int caller, int fd) {
        put("/proc/" + caller + "/fdinfo/" + fd);
        int info = FileCalls.openat(FileCalls.AT_FDCWD, name, Fcntl.O_CLOEXEC, 0);
        if (info < 0) {
            return Optional.empty();
        }
        int length = FileCalls.read(info, text, FDINFO);
        FileCalls.close(info);
        int pid = length <= 0 ? 0 : pid(text.getBytes(0, length));
        return pid == sensor
                ? Optional.of(Watcher.SENSOR)
                : launchers.contains(pid) ? Optional.of(Watcher.LAUNCHER) : Optional.empty();
    }

    /** The number in the line {@code Pid:} of a pidfd's fdinfo (proc(5)), as the sensor's /proc shows it; 0 where there is none. */
    static int pid(byte[] fdinfo) {
        int at = indexOf(fdinfo, PID_LINE);
        int pid = 0;
        for (int i = at; at >= 0 && i < fdinfo.length && fdinfo[i] >= '0' && fdinfo[i] <= '9'; i++) {
            pid = 10 * pid + fdinfo[i] - '0';
        }
        return pid;
    }

    /** Where what follows {@code wanted} begins, or -1. */
    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i + wanted.length;
            }
        }
        return -1;
    }

    /** Whose state in /proc a file is, such as memory or oom_score_adj. */
    Optional<Watcher> owning(ByteString path) {
        return path.startsWith(sensorFiles)
                ? Optional.of(Watcher.SENSOR)
                : launchers.contains(process(path)) ? Optional.of(Watcher.LAUNCHER) : Optional.empty();
    }

    /** N of a path that starts with /proc/N/, 0 of any other. */
    private static int process(ByteString path) {
        int pid = 0;
        int at = PROC.length();
        while (path.startsWith(PROC) && at < path.length() && path.at(at) >= '0' && path.at(at) <= '9' && pid < MOST) {
            pid = 10 * pid + path.at(at) - '0';
            at++;
        }
        return at < path.length() && path.at(at) == '/' ? pid : 0;
    }

    /** Where the caller's namespace cannot be looked at, it counts as ours. */
    private boolean sharesIds(int caller) {
        if (!exists("/proc/" + sensor + "/ns/pid")) {
            return true;
        }
        long device = Statx.dev(statx);
        long inode = Statx.ino(statx);
        return !exists("/proc/" + caller + "/ns/pid") || (Statx.dev(statx) == device && Statx.ino(statx) == inode);
    }

    private boolean exists(String path) {
        put(path);
        return FileCalls.statx(FileCalls.AT_FDCWD, name, 0, Statx.STATX_BASIC_STATS, statx) >= 0;
    }

    private void put(String path) {
        byte[] ascii = path.getBytes(StandardCharsets.US_ASCII);
        name.putCString(ascii, 0, ascii.length);
    }

    @Override
    public void close() {
        name.close();
        statx.close();
        text.close();
    }
}
