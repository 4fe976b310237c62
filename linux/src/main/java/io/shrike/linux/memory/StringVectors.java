package io.shrike.linux.memory;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads vectors of strings, as execve(2) takes them: pointers, ended by a null pointer. */
public final class StringVectors {
    private final PageWindow pointers;
    private final PageWindow text;
    private final int pointerSize;
    private final int maxStrings;
    private final List<byte[]> strings = new ArrayList<>();
    private int bytesLeft;
    private long pointer;

    private StringVectors(TraceeMemory memory, int pointerSize, int maxStrings, int maxBytes) {
        this.pointers = new PageWindow(memory);
        this.text = new PageWindow(memory);
        this.pointerSize = pointerSize;
        this.maxStrings = maxStrings;
        this.bytesLeft = maxBytes;
    }

    /**
     * Reads the vector at {@code address}; a null address is an empty vector, as it is to the kernel.
     *
     * @param pointerSize 4 or 8, of the caller's ABI; little-endian
     * @param maxStrings the most strings to keep
     * @param maxBytes the most bytes of strings to keep, NULs not counted
     */
    public static StringVector read(TraceeMemory memory, int pointerSize, long address, int maxStrings, int maxBytes) {
        return new StringVectors(memory, pointerSize, maxStrings, maxBytes).read(address);
    }

    private StringVector read(long address) {
        if (address == 0) {
            return new StringVector(strings, false, -1, 0);
        }
        long at = address;
        while (true) {
            int status = readPointer(at);
            if (status < 0) {
                return unreadable(status);
            }
            if (pointer == 0) {
                return new StringVector(strings, false, -1, 0);
            }
            if (strings.size() == maxStrings) {
                return new StringVector(strings, true, -1, 0);
            }
            status = readString(pointer);
            if (status < 0) {
                return unreadable(status);
            }
            if (status > 0) {
                return new StringVector(strings, true, -1, 0);
            }
            at += pointerSize;
        }
    }

    private StringVector unreadable(int status) {
        return new StringVector(strings, false, strings.size(), -status);
    }

    /** Adds the string: 0, or 1 if the limit of bytes cut it, or -errno with nothing added. */
    private int readString(long address) {
        ByteArrayOutputStream parts = new ByteArrayOutputStream(64);
        long at = address;
        while (true) {
            int available = text.move(at);
            if (available < 0) {
                return available;
            }
            int from = text.offset(at);
            int end = CStrings.indexOfZero(text.bytes(), from, from + available);
            int length = (end < 0 ? from + available : end) - from;
            int kept = Math.min(length, bytesLeft);
            parts.write(text.bytes(), from, kept);
            bytesLeft -= kept;
            if (end >= 0 || kept < length) {
                strings.add(parts.toByteArray());
                return kept < length ? 1 : 0;
            }
            at += length;
        }
    }

    /** Reads the pointer into {@link #pointer}: 0, or -errno. It may lie across two pages. */
    private int readPointer(long address) {
        pointer = 0;
        for (int i = 0; i < pointerSize; i++) {
            int status = pointers.move(address + i);
            if (status < 0) {
                return status;
            }
            long value = Byte.toUnsignedLong(pointers.bytes()[pointers.offset(address + i)]);
            pointer |= value << (Byte.SIZE * i);
        }
        return 0;
    }
}
