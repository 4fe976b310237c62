package io.shrike.trace.path;

import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;

/**
 * Reads where descriptors of the sensor and of tracees lead, by readlink of their /proc entries. Buffers are reused: one
 * thread only.
 */
public final class LinkText implements AutoCloseable {
    private static final int MAX_PATH = 4096;
    private static final byte[] OWN_FD = "/proc/self/fd/".getBytes(StandardCharsets.US_ASCII);

    private final NativeBuffer name = new NativeBuffer(64);
    private final NativeBuffer target = new NativeBuffer(MAX_PATH);
    private final byte[] nameBytes = new byte[64];
    private final byte[] targetBytes = new byte[MAX_PATH];
    private int length;

    /** Where descriptor {@code fd} of the sensor leads: its length, or -errno; then {@link #value()}. */
    int ofOwn(int fd) {
        System.arraycopy(OWN_FD, 0, nameBytes, 0, OWN_FD.length);
        int end = OWN_FD.length + digits(fd, nameBytes, OWN_FD.length);
        return read(end);
    }

    /** Where {@code path}, which is short and ASCII, leads. */
    public int of(String path) {
        byte[] ascii = path.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, nameBytes, 0, ascii.length);
        return read(ascii.length);
    }

    private int read(int nameLength) {
        name.putCString(nameBytes, 0, nameLength);
        length = FileCalls.readlinkat(FileCalls.AT_FDCWD, name, target);
        if (length > 0) {
            target.get(0, targetBytes, 0, length);
        }
        return length;
    }

    /** The text of the last successful read. */
    public ByteString value() {
        return ByteString.copyOf(targetBytes, 0, length);
    }

    boolean startsWith(byte[] prefix) {
        if (length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (targetBytes[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Writes {@code number} in decimal at {@code at} and returns the count of digits. */
    static int digits(int number, byte[] into, int at) {
        int count = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            count++;
        }
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return count;
    }

    @Override
    public void close() {
        name.close();
        target.close();
    }
}
