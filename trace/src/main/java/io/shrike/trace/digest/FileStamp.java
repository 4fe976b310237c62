package io.shrike.trace.digest;

import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;

/** What a file is as long as its content stays: which inode, how long, and when it was last changed (statx(2)). */
public record FileStamp(
        long device,
        long inode,
        long size,
        long modifiedSeconds,
        int modifiedNanos,
        long changedSeconds,
        int changedNanos) {
    /** Of a filled struct statx. */
    public static FileStamp of(NativeBuffer statx) {
        return new FileStamp(
                Statx.dev(statx),
                Statx.ino(statx),
                Statx.size(statx),
                Statx.mtimeSeconds(statx),
                Statx.mtimeNanos(statx),
                Statx.ctimeSeconds(statx),
                Statx.ctimeNanos(statx));
    }
}
