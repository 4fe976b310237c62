package io.shrike.linux.abi;

/**
 * How request numbers of ioctl(2) are made, from asm-generic/ioctl.h.
 *
 * <pre>
 *  31  29           16 15         8 7          0
 *  [dir|     size     |   type     |    nr     ]     dir: 1 the kernel reads, 2 the kernel writes
 * </pre>
 */
public final class Ioctl {
    private static final long WRITE = 1L << 30;
    private static final long READ = 2L << 30;

    private Ioctl() {}

    /** {@code _IOR}: the kernel fills a struct of {@code size} bytes. */
    public static long ior(int type, int nr, int size) {
        return READ | number(type, nr, size);
    }

    /** {@code _IOW}: the kernel reads a struct of {@code size} bytes. */
    public static long iow(int type, int nr, int size) {
        return WRITE | number(type, nr, size);
    }

    /** {@code _IOWR}: both. */
    public static long iowr(int type, int nr, int size) {
        return READ | WRITE | number(type, nr, size);
    }

    private static long number(int type, int nr, int size) {
        return ((long) size << 16) | ((long) type << 8) | nr;
    }
}
