package io.shrike.trace.path;

import io.shrike.linux.abi.Stat;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import java.nio.charset.StandardCharsets;

/**
 * Makes targets, with the identity of the file where somebody asks for identities: one statx(2) of the descriptor that the
 * lookup has anyway. Owned by the stop thread.
 */
final class Identification implements AutoCloseable {
    private static final int MASK = Statx.STATX_TYPE | Statx.STATX_INO;

    private final NativeBuffer name = new NativeBuffer(64);
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);
    private boolean wanted;

    void wanted(boolean identities) {
        wanted = identities;
    }

    /** A file behind the sensor's descriptor {@code fd}; none where that is negative. */
    FileTarget target(int fd, Field<ByteString> path, ByteString requested, boolean exists) {
        boolean known = wanted && fd >= 0 && FileCalls.statx(fd, MASK, statx) >= 0;
        return target(known, path, requested, exists);
    }

    /** A file behind {@code procLink}, a short magic link of /proc. */
    FileTarget behind(String procLink, Field<ByteString> path, ByteString requested) {
        return target(wanted && stat(procLink), path, requested, true);
    }

    private boolean stat(String procLink) {
        byte[] ascii = procLink.getBytes(StandardCharsets.US_ASCII);
        name.putCString(ascii, 0, ascii.length);
        return FileCalls.statx(FileCalls.AT_FDCWD, name, 0, MASK, statx) >= 0;
    }

    private FileTarget target(boolean known, Field<ByteString> path, ByteString requested, boolean exists) {
        Field<ByteString> asWritten = Field.known(requested);
        if (!known) {
            return new FileTarget(path, asWritten, exists, false, 0, 0);
        }
        boolean directory = (Statx.mode(statx) & Stat.S_IFMT) == Stat.S_IFDIR;
        return new FileTarget(path, asWritten, exists, directory, Statx.dev(statx), Statx.ino(statx));
    }

    @Override
    public void close() {
        name.close();
        statx.close();
    }
}
