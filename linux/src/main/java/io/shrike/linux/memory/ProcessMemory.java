package io.shrike.linux.memory;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.MemoryCalls;
import io.shrike.linux.libc.NativeBuffer;

/**
 * Memory of another process, by process_vm_readv(2), or through /proc/TID/mem where that call is not allowed.
 *
 * <p>Reusable: {@link #target} turns it to the next process, and has to be called at every stop, because a process that has
 * executed a new program has new memory. Used by one thread at a time; does not allocate.
 */
public final class ProcessMemory implements TraceeMemory, AutoCloseable {
    /** The most bytes that one call of the kernel copies here; longer reads take several. */
    static final int CHUNK = 64 * 1024;

    private static final int VECTORS = CHUNK / Pages.SIZE + 1;

    private final NativeBuffer data = new NativeBuffer(CHUNK);
    private final NativeBuffer local = new NativeBuffer(MemoryCalls.IOVEC_SIZE);
    private final NativeBuffer remote = new NativeBuffer(VECTORS * MemoryCalls.IOVEC_SIZE);
    private final MemoryFile file = new MemoryFile();
    private boolean vectorsAllowed;
    private int tid;

    public ProcessMemory() {
        this(true);
    }

    /** Whether process_vm_readv(2) is tried at all. */
    ProcessMemory(boolean vectorsAllowed) {
        this.vectorsAllowed = vectorsAllowed;
    }

    /** Reads from the process of this thread from now on. */
    public ProcessMemory target(int newTid) {
        tid = newTid;
        file.target(newTid);
        return this;
    }

    @Override
    public int read(long address, byte[] into, int at, int length) {
        int total = 0;
        while (total < length) {
            int wanted = Math.min(length - total, CHUNK);
            int read = readChunk(address + total, wanted);
            if (read <= 0) {
                return total > 0 ? total : read;
            }
            data.get(0, into, at + total, read);
            total += read;
            if (read < wanted) {
                break;
            }
        }
        return total;
    }

    /** One system call as long as all ranges lie within their pages and are not too many; else one for each. */
    @Override
    public int readMany(long[] addresses, int[] lengths, int count, byte[] into) {
        int bytes = 0;
        int vectors = 0;
        for (int i = 0; i < count && vectors <= VECTORS && bytes <= CHUNK; i++) {
            vectors += vectorsFor(addresses[i], lengths[i]);
            bytes += lengths[i];
        }
        if (!vectorsAllowed || vectors > VECTORS || bytes > CHUNK) {
            return TraceeMemory.super.readMany(addresses, lengths, count, into);
        }
        int used = 0;
        for (int i = 0; i < count; i++) {
            used = putVectors(used, addresses[i], lengths[i]);
        }
        int read = call(used, bytes);
        if (read == -Errno.ENOSYS || read == -Errno.EPERM) {
            return TraceeMemory.super.readMany(addresses, lengths, count, into);
        }
        if (read > 0) {
            data.get(0, into, 0, read);
        }
        return read;
    }

    @Override
    public void close() {
        file.close();
        data.close();
        local.close();
        remote.close();
    }

    private int readChunk(long address, int length) {
        if (vectorsAllowed) {
            int read = call(putVectors(0, address, length), length);
            if (read != -Errno.ENOSYS && read != -Errno.EPERM) {
                return read;
            }
            vectorsAllowed = read == -Errno.EPERM;
        }
        return file.read(address, data, length);
    }

    private int call(int vectors, int bytes) {
        local.putLong(0, data.address());
        local.putLong(8, bytes);
        return MemoryCalls.processVmReadv(tid, local, 1, remote, vectors);
    }

    /** Writes one vector a page, so that what comes before an unreadable page is copied. Returns the new number of vectors. */
    private int putVectors(int used, long address, int length) {
        int vector = used;
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, Pages.untilEnd(address + done));
            remote.putLong(vector * MemoryCalls.IOVEC_SIZE, address + done);
            remote.putLong(vector * MemoryCalls.IOVEC_SIZE + 8, part);
            done += part;
            vector++;
        }
        return vector;
    }

    private static int vectorsFor(long address, int length) {
        int inFirst = Pages.untilEnd(address);
        return length <= inFirst ? 1 : 1 + (length - inFirst + Pages.SIZE - 1) / Pages.SIZE;
    }
}
