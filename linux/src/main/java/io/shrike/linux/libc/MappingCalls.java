package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;

import io.shrike.linux.abi.Mman;
import java.lang.invoke.MethodHandle;

/** Calls on the sensor's own address space, by plain addresses. */
final class MappingCalls {
    private static final MethodHandle MMAP = Native.function("mmap", LONG, LONG, LONG, INT, INT, INT, LONG);
    private static final MethodHandle MUNMAP = Native.function("munmap", INT, LONG, LONG);

    private MappingCalls() {}

    /** mmap(2), readable, writable, MAP_SHARED, from the start of the file: the address, or -1 (MAP_FAILED). */
    static long mapShared(int fd, long length) {
        Scratch scratch = Scratch.get();
        try {
            return (long) MMAP.invokeExact(
                    scratch.state, 0L, length, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED, fd, 0L);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }

    /** munmap(2). */
    static void unmap(long address, long length) {
        Scratch scratch = Scratch.get();
        try {
            int _ = (int) MUNMAP.invokeExact(scratch.state, address, length);
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
