package io.shrike.trace.decode;

/** Integers out of tracee bytes. Both supported architectures are little-endian, and so is the kernel ABI. */
final class ByteOrderedReads {
    private ByteOrderedReads() {}

    /** A little-endian word of {@code size} bytes, zero-extended. */
    static long word(byte[] bytes, int at, int size) {
        long word = 0;
        for (int i = size - 1; i >= 0; i--) {
            word = (word << 8) | (bytes[at + i] & 0xff);
        }
        return word;
    }

    static int int32(byte[] bytes, int at) {
        return (int) word(bytes, at, 4);
    }

    /** A big-endian 16-bit number: ports on the wire. */
    static int network16(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
