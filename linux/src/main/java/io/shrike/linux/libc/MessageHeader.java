package io.shrike.linux.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.shrike.linux.abi.Socket;
import java.lang.foreign.MemorySegment;

/**
 * A struct msghdr with one vector and room for one SCM_RIGHTS control message, laid out in a thread's scratch memory.
 *
 * <pre>
 *   0 msghdr   { name, namelen, iov, iovlen, control, controllen, flags }      56 bytes
 *  56 iovec    { base, length }                                                16 bytes
 *  72 cmsghdr  { size_t len; int level; int type; }                            16 bytes
 *  88 int descriptors[]
 * </pre>
 */
record MessageHeader(MemorySegment memory) {
    private static final int IOVEC_POINTER = 16;
    private static final int IOVEC_COUNT = 24;
    private static final int CONTROL_POINTER = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int IOVEC = 56;
    private static final int CONTROL = 72;
    private static final int CONTROL_HEADER_SIZE = 16;
    private static final int DESCRIPTORS = CONTROL + CONTROL_HEADER_SIZE;

    /** Points the header at {@code length} bytes of data and at room for {@code descriptorCount} descriptors. */
    void describe(MemorySegment data, long length, int descriptorCount) {
        memory.asSlice(0, DESCRIPTORS).fill((byte) 0);
        memory.set(ADDRESS, IOVEC, data);
        memory.set(JAVA_LONG, IOVEC + 8, length);
        memory.set(JAVA_LONG, IOVEC_POINTER, memory.address() + IOVEC);
        memory.set(JAVA_LONG, IOVEC_COUNT, 1);
        if (descriptorCount > 0) {
            memory.set(JAVA_LONG, CONTROL_POINTER, memory.address() + CONTROL);
            memory.set(JAVA_LONG, CONTROL_LENGTH, CONTROL_HEADER_SIZE + 4L * descriptorCount);
        }
    }

    /** Writes the control message for a send. */
    void putDescriptors(int[] descriptors) {
        memory.set(JAVA_LONG, CONTROL, CONTROL_HEADER_SIZE + 4L * descriptors.length);
        memory.set(JAVA_INT, CONTROL + 8, Socket.SOL_SOCKET);
        memory.set(JAVA_INT, CONTROL + 12, Socket.SCM_RIGHTS);
        MemorySegment.copy(descriptors, 0, memory, JAVA_INT, DESCRIPTORS, descriptors.length);
    }

    /** Copies the descriptors of a received message to the start of {@code into}. */
    void copyDescriptors(int[] into) {
        boolean rights = memory.get(JAVA_LONG, CONTROL_LENGTH) >= CONTROL_HEADER_SIZE
                && memory.get(JAVA_INT, CONTROL + 8) == Socket.SOL_SOCKET
                && memory.get(JAVA_INT, CONTROL + 12) == Socket.SCM_RIGHTS;
        if (rights) {
            int count = (int) (memory.get(JAVA_LONG, CONTROL) - CONTROL_HEADER_SIZE) / Integer.BYTES;
            MemorySegment.copy(memory, JAVA_INT, DESCRIPTORS, into, 0, count);
        }
    }

    int flags() {
        return memory.get(JAVA_INT, FLAGS);
    }
}
