package io.shrike.linux.memory;

import io.shrike.linux.libc.Errno;

/** Reads NUL-terminated strings from a watched process. */
public final class CStrings {
    /** The result for a string with no NUL within the limit: the buffer holds its first {@code limit} bytes. */
    public static final int NOT_TERMINATED = Integer.MIN_VALUE;

    private static final int FIRST_READ = 256;

    private CStrings() {}

    /**
     * Copies the string at {@code address}, without its NUL, to the start of {@code into}. Returns its length, at most
     * {@code limit - 1}; or -errno if a byte before the NUL is unreadable; or {@link #NOT_TERMINATED}. Never reads past the
     * page in which the string ends. Does not allocate. The array must hold {@code limit} bytes.
     */
    public static int read(TraceeMemory memory, long address, byte[] into, int limit) {
        int length = 0;
        int next = FIRST_READ;
        while (length < limit) {
            long from = address + length;
            int wanted = Math.min(Math.min(next, Pages.untilEnd(from)), limit - length);
            int read = memory.read(from, into, length, wanted);
            if (read <= 0) {
                return read == 0 ? -Errno.EFAULT : read;
            }
            int end = indexOfZero(into, length, length + read);
            if (end >= 0) {
                return end;
            }
            length += read;
            next = length < FIRST_READ ? FIRST_READ : Pages.SIZE;
        }
        return NOT_TERMINATED;
    }

    static int indexOfZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
