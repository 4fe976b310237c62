package io.shrike.linux.memory;

import io.shrike.linux.libc.Errno;

/** The page last read of a memory, so that neighbouring small reads cost one call of the kernel. */
final class PageWindow {
    private final TraceeMemory memory;
    private final byte[] page = new byte[Pages.SIZE];
    private long start;
    private int size;

    PageWindow(TraceeMemory memory) {
        this.memory = memory;
    }

    /** Makes the page of {@code address} the current one: bytes readable from the address to the page's end, or -errno. */
    int move(long address) {
        long wanted = Pages.start(address);
        if (size == 0 || wanted != start) {
            size = 0;
            int read = memory.read(wanted, page, 0, Pages.SIZE);
            if (read < 0) {
                return read;
            }
            start = wanted;
            size = read;
        }
        return size > offset(address) ? size - offset(address) : -Errno.EFAULT;
    }

    /** The bytes of the current page. */
    byte[] bytes() {
        return page;
    }

    /** The index in {@link #bytes()} of this address. */
    int offset(long address) {
        return (int) (address - start);
    }
}
