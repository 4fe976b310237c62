package io.shrike.linux.libc;

import static io.shrike.linux.libc.Native.INT;
import static io.shrike.linux.libc.Native.LONG;

import java.lang.invoke.MethodHandle;

/** Calls that reach into the memory of another process. Return a value of at least 0, or -errno. */
public final class MemoryCalls {
    /** Size of struct iovec: {@code void *iov_base} at 0, {@code size_t iov_len} at 8. */
    public static final int IOVEC_SIZE = 16;

    private static final MethodHandle PROCESS_VM_READV =
            Native.function("process_vm_readv", LONG, INT, LONG, LONG, LONG, LONG, LONG);

    private MemoryCalls() {}

    /**
     * process_vm_readv(2): bytes copied, which are fewer from the first remote vector on that is not readable. Both buffers
     * hold arrays of struct iovec from offset 0. May wait for a page to come in.
     */
    public static int processVmReadv(
            int tid, NativeBuffer localVectors, int localCount, NativeBuffer remoteVectors, int remoteCount) {
        Scratch scratch = Scratch.get();
        try {
            return scratch.valueOrError((long) PROCESS_VM_READV.invokeExact(
                    scratch.state,
                    tid,
                    localVectors.liveAddress(),
                    (long) localCount,
                    remoteVectors.liveAddress(),
                    (long) remoteCount,
                    0L));
        } catch (Throwable thrown) {
            throw Native.unexpected(thrown);
        }
    }
}
