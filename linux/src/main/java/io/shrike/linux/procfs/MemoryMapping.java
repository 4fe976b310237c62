package io.shrike.linux.procfs;

import java.util.Optional;

/**
 * A line of /proc/PID/maps. See proc_pid_maps(5). Addresses are unsigned; {@code end} is behind the last byte.
 *
 * @param protection PROT_ bits of {@link io.shrike.linux.abi.Mman}
 * @param shared whether it is MAP_SHARED
 * @param path the file, or a name in brackets, or nothing; a line feed in it is unescaped
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared by nobody
public record MemoryMapping(
        long start,
        long end,
        int protection,
        boolean shared,
        long offset,
        int deviceMajor,
        int deviceMinor,
        long inode,
        byte[] path) {

    /** Parses a line without its line feed; empty if it is not such a line. */
    public static Optional<MemoryMapping> parse(byte[] line) {
        TextCursor cursor = new TextCursor(line, 0, line.length);
        long start = cursor.hexadecimal();
        cursor.skip('-');
        long end = cursor.hexadecimal();
        byte[] bits = cursor.word();
        long offset = cursor.hexadecimal();
        int major = (int) cursor.hexadecimal();
        cursor.skip(':');
        int minor = (int) cursor.hexadecimal();
        long inode = cursor.decimal();
        if (bits.length != 4 || Long.compareUnsigned(start, end) >= 0) {
            return Optional.empty();
        }
        cursor.skipSpaces();
        byte[] path = ProcText.unescape(cursor.rest());
        return Optional.of(
                new MemoryMapping(start, end, protection(bits), bits[3] == 's', offset, major, minor, inode, path));
    }

    private static int protection(byte[] bits) {
        return (bits[0] == 'r' ? 1 : 0) | (bits[1] == 'w' ? 2 : 0) | (bits[2] == 'x' ? 4 : 0);
    }
}
