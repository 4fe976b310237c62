package io.shrike.trace.path;

import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.trace.tree.StoppedProcess;
import io.shrike.trace.tree.TrackedProcess;
import java.nio.charset.StandardCharsets;

/**
 * Whether a process has the sensor's root directory and mount namespace. A new process may be born with others (clone3 with
 * CLONE_NEWNS is no stop); later every call that could change them is one. So until the first such call one look at each
 * process is enough, and after it every stop looks again (two statx calls), because the change takes effect only after its
 * stop.
 */
final class RootCheck implements AutoCloseable {

    private final NativeBuffer name = new NativeBuffer(64);
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);
    private final Identity ownRoot = identity("/proc/self/root");
    private final Identity ownMounts = identity("/proc/self/ns/mnt");
    private boolean changeSeen;

    private record Identity(long device, long inode, long mount) {
        static final Identity UNKNOWN = new Identity(-1, -1, -1);
    }

    boolean sameAsOwn(StoppedProcess process) {
        if (changeSeen) {
            return looksSame(process.tid());
        }
        TrackedProcess tracked = process.tracked();
        if (tracked == null) {
            return looksSame(process.tid());
        }
        if (!tracked.sharesRoot()) {
            tracked.sharesRoot(looksSame(process.tid()));
        }
        return tracked.sharesRoot();
    }

    private boolean looksSame(int tid) {
        return identity("/proc/" + tid + "/root").equals(ownRoot)
                && identity("/proc/" + tid + "/ns/mnt").equals(ownMounts);
    }

    void changeSeen() {
        changeSeen = true;
    }

    private Identity identity(String path) {
        byte[] ascii = path.getBytes(StandardCharsets.US_ASCII);
        name.putCString(ascii, 0, ascii.length);
        int result = FileCalls.statx(FileCalls.AT_FDCWD, name, 0, Statx.STATX_BASIC_STATS | Statx.STATX_MNT_ID, statx);
        return result < 0 ? Identity.UNKNOWN : new Identity(Statx.dev(statx), Statx.ino(statx), Statx.mountId(statx));
    }

    @Override
    public void close() {
        name.close();
        statx.close();
    }
}
