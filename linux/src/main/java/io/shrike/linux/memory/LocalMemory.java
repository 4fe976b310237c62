package io.shrike.linux.memory;

import io.shrike.linux.libc.Errno;
import java.util.TreeMap;

/** Made-up memory, for tests of what decodes it: pages that were written to are there, all others are holes. */
public final class LocalMemory implements TraceeMemory {
    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private int reads;

    /** Writes bytes at an address; every page they touch is readable from then on. */
    public LocalMemory put(long address, byte... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            long at = address + i;
            pages.computeIfAbsent(Pages.start(at), _ -> new byte[Pages.SIZE])[(int) (at - Pages.start(at))] = bytes[i];
        }
        return this;
    }

    /** Writes a string and its NUL. */
    public LocalMemory putCString(long address, byte... bytes) {
        return put(address, bytes).put(address + bytes.length, (byte) 0);
    }

    /** Writes pointers of {@code pointerSize} bytes, 4 or 8, one after the other, little-endian. */
    public LocalMemory putPointers(long address, int pointerSize, long... pointers) {
        for (int i = 0; i < pointers.length; i++) {
            byte[] bytes = new byte[pointerSize];
            for (int b = 0; b < pointerSize; b++) {
                bytes[b] = (byte) (pointers[i] >>> (8 * b));
            }
            put(address + (long) i * pointerSize, bytes);
        }
        return this;
    }

    /** Makes the page of this address a hole. */
    public LocalMemory removePage(long address) {
        pages.remove(Pages.start(address));
        return this;
    }

    /** How often {@link #read} was called. */
    public int reads() {
        return reads;
    }

    @Override
    public int read(long address, byte[] into, int at, int length) {
        reads++;
        int copied = 0;
        while (copied < length) {
            long from = address + copied;
            byte[] page = pages.get(Pages.start(from));
            if (page == null) {
                return copied > 0 ? copied : -Errno.EFAULT;
            }
            int part = Math.min(length - copied, Pages.untilEnd(from));
            System.arraycopy(page, (int) (from - Pages.start(from)), into, at + copied, part);
            copied += part;
        }
        return copied;
    }
}
