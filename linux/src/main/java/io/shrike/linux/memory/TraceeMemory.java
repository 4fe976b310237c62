package io.shrike.linux.memory;

/** Memory that is read at a caller's addresses: of a watched process, or made up for a test. */
public interface TraceeMemory {
    /**
     * Copies {@code length} bytes at {@code address} into {@code into} from index {@code at}. Returns the bytes copied, which
     * are fewer where an unreadable page follows, or -errno: -EFAULT if the first byte is unreadable, -ESRCH if the process is
     * gone, -EPERM if it may not be read. Addresses are unsigned.
     */
    int read(long address, byte[] into, int at, int length);

    /**
     * Copies the first {@code count} ranges back to back to the start of {@code into}. Returns the bytes copied: fewer than
     * asked for where a range holds an unreadable page, and nothing after it; or -errno if the very first byte is unreadable.
     */
    default int readMany(long[] addresses, int[] lengths, int count, byte[] into) {
        int total = 0;
        for (int i = 0; i < count; i++) {
            int read = read(addresses[i], into, total, lengths[i]);
            if (read < 0) {
                return total > 0 ? total : read;
            }
            total += read;
            if (read < lengths[i]) {
                return total;
            }
        }
        return total;
    }
}
