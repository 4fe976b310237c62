package io.shrike.linux.libc;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A fixed piece of native memory that calls read and write; zero at first, 16 bytes aligned.
 *
 * <p>Numbers are in the byte order of the machine and may lie at any offset. Used by one thread at a time; it may be handed
 * from one thread to another. An offset outside throws {@link IndexOutOfBoundsException}, use after {@link #close()}
 * {@link IllegalStateException}. Made to be kept: {@link #close()} has to ask every thread of the virtual machine.
 */
public final class NativeBuffer implements AutoCloseable {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long ALIGNMENT = 16;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final Arena arena;
    private final MemorySegment segment;

    /** The same memory: copying through it is half the work of a segment's where only C1 compiles. */
    private final ByteBuffer bytes;

    /** A buffer of {@code capacity} bytes, at least one. */
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    public NativeBuffer(int capacity) {
        arena = Arena.ofShared();
        segment = arena.allocate(capacity, ALIGNMENT);
        bytes = segment.asByteBuffer();
    }

    private NativeBuffer(Arena arena, MemorySegment segment) {
        this.arena = arena;
        this.segment = segment;
        bytes = segment.asByteBuffer();
    }

    /** The first {@code length} bytes of the file behind {@code fd}, shared with who else maps them; empty if mmap(2) fails. */
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    public static Optional<NativeBuffer> shared(int fd, int length) {
        long address = MappingCalls.mapShared(fd, length);
        if (address == -1) {
            return Optional.empty();
        }
        Arena arena = Arena.ofShared();
        MemorySegment mapped = MemorySegment.ofAddress(address)
                .reinterpret(length, arena, segment -> MappingCalls.unmap(segment.address(), length));
        return Optional.of(new NativeBuffer(arena, mapped));
    }

    /** Its memory, for downcalls. */
    MemorySegment segment() {
        return segment;
    }

    /**
     * Where its memory lies, for downcalls that are made at every stop: handing over a segment guards it against a close by
     * another thread, which a buffer of one thread does not need. {@link IllegalStateException} after {@link #close()}.
     */
    long liveAddress() {
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the buffer is closed");
        }
        return segment.address();
    }

    /** Its memory from {@code offset} on. */
    MemorySegment segmentFrom(int offset) {
        return offset == 0 ? segment : segment.asSlice(offset);
    }

    public int capacity() {
        return (int) segment.byteSize();
    }

    /** Where it lies in this process; valid until {@link #close()}. */
    public long address() {
        return segment.address();
    }

    public byte getByte(int offset) {
        return segment.get(BYTE, offset);
    }

    public short getShort(int offset) {
        return segment.get(SHORT, offset);
    }

    public int getInt(int offset) {
        return segment.get(INT, offset);
    }

    public long getLong(int offset) {
        return segment.get(LONG, offset);
    }

    public void putByte(int offset, byte value) {
        segment.set(BYTE, offset, value);
    }

    public void putShort(int offset, short value) {
        segment.set(SHORT, offset, value);
    }

    public void putInt(int offset, int value) {
        segment.set(INT, offset, value);
    }

    public void putLong(int offset, long value) {
        segment.set(LONG, offset, value);
    }

    /** Copies {@code length} bytes at {@code offset} into {@code into} from index {@code at}. */
    public void get(int offset, byte[] into, int at, int length) {
        bytes.get(offset, into, at, length);
    }

    /** Copies {@code length} bytes of {@code from}, from index {@code at}, to {@code offset}. */
    public void put(int offset, byte[] from, int at, int length) {
        bytes.put(offset, from, at, length);
    }

    /** A copy of {@code length} bytes at {@code offset}. */
    public byte[] getBytes(int offset, int length) {
        byte[] copy = new byte[length];
        get(offset, copy, 0, length);
        return copy;
    }

    /** Sets {@code length} bytes at {@code offset} to zero; meant for small structs. */
    public void clear(int offset, int length) {
        int at = offset;
        for (; at <= offset + length - Long.BYTES; at += Long.BYTES) {
            putLong(at, 0);
        }
        for (; at < offset + length; at++) {
            putByte(at, (byte) 0);
        }
    }

    /** Writes the bytes and a NUL at offset 0; the bytes must hold no NUL of their own. Returns {@code length}. */
    public int putCString(byte[] bytes, int from, int length) {
        return putCString(0, bytes, from, length);
    }

    /** {@link #putCString(byte[], int, int)} for the whole array. */
    public int putCString(byte[] bytes) {
        return putCString(0, bytes, 0, bytes.length);
    }

    /** Writes the bytes and a NUL at {@code offset}. Returns {@code length}. */
    public int putCString(int offset, byte[] bytes, int from, int length) {
        put(offset, bytes, from, length);
        putByte(offset + length, (byte) 0);
        return length;
    }

    /** The offset of the first zero byte at or after {@code from} and before {@code to}, or -1. */
    public int indexOfZero(int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = getLong(at);
            if (((word - LOW_BITS) & ~word & HIGH_BITS) != 0) {
                break;
            }
        }
        for (; at < to; at++) {
            if (getByte(at) == 0) {
                return at;
            }
        }
        return -1;
    }

    /** Frees the memory. */
    @Override
    public void close() {
        if (segment.scope().isAlive()) {
            arena.close();
        }
    }
}
