package io.shrike.linux.procfs;

import java.util.Arrays;
import java.util.Optional;

/**
 * A line of /proc/PID/mountinfo. See proc_pid_mountinfo(5). Octal escapes are undone.
 *
 * @param root the directory of the file system that is mounted
 * @param path where it is mounted, as the process sees it
 * @param type such as {@code ext4} or {@code overlay}
 * @param source of the file system's own choosing, often a device
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared by nobody
public record MountPoint(
        int id,
        int parentId,
        int deviceMajor,
        int deviceMinor,
        byte[] root,
        byte[] path,
        byte[] options,
        byte[] type,
        byte[] source,
        byte[] superOptions) {
    private static final byte[] SEPARATOR = {'-'};

    /** Parses a line without its line feed; empty if it is not such a line. */
    public static Optional<MountPoint> parse(byte[] line) {
        TextCursor cursor = new TextCursor(line, 0, line.length);
        int id = (int) cursor.decimal();
        int parentId = (int) cursor.decimal();
        int major = (int) cursor.decimal();
        cursor.skip(':');
        int minor = (int) cursor.decimal();
        byte[] root = ProcText.unescape(cursor.word());
        byte[] path = ProcText.unescape(cursor.word());
        byte[] options = cursor.word();
        byte[] optional = cursor.word();
        while (optional.length > 0 && !Arrays.equals(optional, SEPARATOR)) {
            optional = cursor.word();
        }
        byte[] type = cursor.word();
        if (path.length == 0 || type.length == 0) {
            return Optional.empty();
        }
        byte[] source = ProcText.unescape(cursor.word());
        return Optional.of(
                new MountPoint(id, parentId, major, minor, root, path, options, type, source, cursor.word()));
    }
}
