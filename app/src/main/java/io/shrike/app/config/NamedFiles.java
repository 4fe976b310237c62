package io.shrike.app.config;

import io.shrike.linux.abi.Stat;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.model.ByteString;
import io.shrike.policy.match.FileIdentities;
import org.jspecify.annotations.Nullable;

/** Identities of files by statx(2), in the sensor's root and mounts. Used by one thread at a time. */
final class NamedFiles implements FileIdentities.Lookup {
    private static final int MAX_NAME = 4096;

    private final NativeBuffer name = new NativeBuffer(MAX_NAME);
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);

    @Override
    public FileIdentities.@Nullable Inode at(ByteString path) {
        byte[] bytes = path.toArray();
        if (bytes.length >= MAX_NAME) {
            return null;
        }
        name.putCString(bytes, 0, bytes.length);
        int result = FileCalls.statx(FileCalls.AT_FDCWD, name, 0, Statx.STATX_BASIC_STATS, statx);
        boolean file = result >= 0 && (Statx.mode(statx) & Stat.S_IFMT) != Stat.S_IFDIR;
        return file ? new FileIdentities.Inode(Statx.dev(statx), Statx.ino(statx)) : null;
    }
}
