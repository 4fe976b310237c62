package io.shrike.linux.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.shrike.linux.abi.Mman;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Pages of this process, some of which are unmapped again. */
public final class Pages implements AutoCloseable {
    public static final int SIZE = 4096;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle MMAP = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("mmap"),
            FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("munmap"), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

    private final MemorySegment memory;

    /** So many readable and writable pages. */
    public Pages(int count) throws Throwable {
        MemorySegment start = (MemorySegment) MMAP.invokeExact(
                MemorySegment.NULL,
                (long) count * SIZE,
                Mman.PROT_READ | Mman.PROT_WRITE,
                Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS,
                -1,
                0L);
        memory = start.reinterpret((long) count * SIZE);
    }

    public long address() {
        return memory.address();
    }

    /** Writes bytes at this offset of the first page. */
    public void put(long offset, byte... bytes) {
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, offset, bytes.length);
    }

    public void fill(byte value) {
        memory.fill(value);
    }

    /** Makes page {@code index} a hole. */
    public void remove(int index) throws Throwable {
        int result = (int) MUNMAP.invokeExact(memory.asSlice((long) index * SIZE, SIZE), (long) SIZE);
        if (result != 0) {
            throw new IllegalStateException("munmap failed");
        }
    }

    @Override
    public void close() {
        try {
            int result = (int) MUNMAP.invokeExact(memory, memory.byteSize());
            if (result != 0) {
                throw new IllegalStateException("munmap failed");
            }
        } catch (Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }
}
