package io.shrike.linux.procfs;

import io.shrike.linux.libc.NativeBuffer;

/** Writes paths below /proc into a buffer for a call, without allocating. Each method returns the length without the NUL. */
public final class ProcPath {
    /** A buffer of this size holds every path made here whose leaf is at most 32 bytes. */
    public static final int MAXIMUM_SIZE = 64;

    private static final byte[] PROC = {'/', 'p', 'r', 'o', 'c', '/'};
    private static final byte[] FD = {'f', 'd', '/'};

    private ProcPath() {}

    /** {@code /proc/PID/leaf}. A thread's number works too, though /proc does not list it. */
    public static int put(NativeBuffer into, int pid, byte[] leaf) {
        int at = putProcess(into, pid);
        return at + into.putCString(at, leaf, 0, leaf.length);
    }

    /** {@code /proc/PID/fd/FD}. */
    public static int putFd(NativeBuffer into, int pid, int fd) {
        int at = putProcess(into, pid);
        into.put(at, FD, 0, FD.length);
        at = putDecimal(into, at + FD.length, fd);
        into.putByte(at, (byte) 0);
        return at;
    }

    private static int putProcess(NativeBuffer into, int pid) {
        into.put(0, PROC, 0, PROC.length);
        int at = putDecimal(into, PROC.length, pid);
        into.putByte(at, (byte) '/');
        return at + 1;
    }

    private static int putDecimal(NativeBuffer into, int offset, int number) {
        int end = offset + digits(number);
        int rest = number;
        for (int at = end - 1; at >= offset; at--) {
            into.putByte(at, (byte) ('0' + Integer.remainderUnsigned(rest, 10)));
            rest = Integer.divideUnsigned(rest, 10);
        }
        return end;
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = Integer.divideUnsigned(number, 10); rest != 0; rest = Integer.divideUnsigned(rest, 10)) {
            digits++;
        }
        return digits;
    }
}
