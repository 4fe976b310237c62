package io.shrike.trace.path;

import io.shrike.linux.abi.Statx;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Whether a thread has the sensor's root directory and mount namespace. The launched program inherits its root, and every
 * call that could change one is a stop; so until the first such call one look is enough, and after it every stop looks again
 * (two statx calls), because the change takes effect only after its stop.
 */
final class RootCheck implements AutoCloseable {
    private static final int AT_FDCWD = -100;

    private final NativeBuffer name = new NativeBuffer(64);
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);
    private final Identity ownRoot = identity("/proc/self/root");
    private final Identity ownMounts = identity("/proc/self/ns/mnt");
    private boolean allAlike;
    private boolean changeSeen;

    private record Identity(long device, long inode) {
        static final Identity UNKNOWN = new Identity(-1, -1);
    }

    boolean sameAsOwn(int tid) {
        if (allAlike && !changeSeen) {
            return true;
        }
        boolean same = identity("/proc/" + tid + "/root").equals(ownRoot)
                && identity("/proc/" + tid + "/ns/mnt").equals(ownMounts);
        allAlike = same;
        return same;
    }

    void changeSeen() {
        changeSeen = true;
    }

    private Identity identity(String path) {
        byte[] ascii = path.getBytes(StandardCharsets.US_ASCII);
        name.putCString(ascii, 0, ascii.length);
        int result = FileCalls.statx(AT_FDCWD, name, 0, Statx.STATX_BASIC_STATS, statx);
        return result < 0 ? Identity.UNKNOWN : new Identity(Statx.dev(statx), Statx.ino(statx));
    }

    @Override
    public void close() {
        name.close();
        statx.close();
    }
}
