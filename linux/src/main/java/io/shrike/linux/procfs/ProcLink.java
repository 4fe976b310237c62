package io.shrike.linux.procfs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a link such as /proc/PID/exe points to: a path in the mount namespace of the process, or a name like {@code
 * socket:[123]}.
 *
 * <p>The kernel appends {@code " (deleted)"} to the path of a file without a name; a file may also be called so. Only the
 * link count of the file can tell.
 *
 * @param target the bytes of the link
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared by nobody
public record ProcLink(byte[] target) {
    private static final byte[] DELETED = " (deleted)".getBytes(StandardCharsets.US_ASCII);

    /** Whether the target ends as that of a deleted file does. */
    public boolean deleted() {
        int start = target.length - DELETED.length;
        return start > 0 && Arrays.equals(target, start, target.length, DELETED, 0, DELETED.length);
    }

    /** The target without the mark of a deleted file. */
    public byte[] path() {
        return deleted() ? Arrays.copyOf(target, target.length - DELETED.length) : target;
    }
}
