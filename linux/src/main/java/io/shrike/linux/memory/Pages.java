package io.shrike.linux.memory;

/** Page arithmetic. The smallest page of any Linux machine is used: it divides every larger one. */
final class Pages {
    static final int SIZE = 4096;

    private Pages() {}

    /** Bytes from the address to the end of its page, 1 to 4096. */
    static int untilEnd(long address) {
        return SIZE - (int) (address & (SIZE - 1));
    }

    /** The first address of the page. */
    static long start(long address) {
        return address & -SIZE;
    }
}
