package io.shrike.linux.seccomp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.libc.Statx;
import io.shrike.linux.memory.CStrings;
import io.shrike.linux.memory.ProcessMemory;
import io.shrike.linux.procfs.ProcPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The calls of every stop leave nothing for the collector, once they are compiled. */
class AllocationTest {
    private static final int CALLS = 200_000;
    private static final long LESS_THAN_AN_OBJECT_A_CALL = 2L << 20;
    private static final int ROUNDS_TO_COMPILE = 12;
    private static final long TIME_TO_COMPILE_NANOS = 90_000_000_000L;
    private static final byte[] CWD = "cwd".getBytes(US_ASCII);

    private final NativeBuffer path = new NativeBuffer(4096);
    private final NativeBuffer relative = new NativeBuffer(16);
    private final NativeBuffer data = new NativeBuffer(4096);
    private final ProcessMemory memory = new ProcessMemory();
    private final SeccompListener listener = new SeccompListener(-1);
    private final byte[] into = new byte[4096];

    @AfterEach
    void free() {
        path.close();
        relative.close();
        data.close();
        memory.close();
        listener.close();
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long leastGrowth(long timeToCompileNanos, Runnable call) {
        long least = Long.MAX_VALUE;
        long end = System.nanoTime() + timeToCompileNanos;
        for (int round = 0; mayGoOn(round, end) && least >= LESS_THAN_AN_OBJECT_A_CALL; round++) {
            long before = used();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            long growth = used() - before;
            // A collection in between says nothing.
            least = growth < 0 ? least : Math.min(least, growth);
        }
        return least;
    }

    /** A busy machine compiles late. */
    private static boolean mayGoOn(int round, long end) {
        return round < ROUNDS_TO_COMPILE || System.nanoTime() < end;
    }

    @Test
    void noticesASmallObject() {
        Object[] last = new Object[1];
        assertThat(leastGrowth(0, () -> last[0] = new byte[1])).isGreaterThan(LESS_THAN_AN_OBJECT_A_CALL);
    }

    @Test
    void fileCallsAllocateNothing() {
        int pid = ProcessCalls.getpid();
        relative.putCString("relative".getBytes(US_ASCII));
        assertThat(leastGrowth(TIME_TO_COMPILE_NANOS, () -> {
                    ProcPath.put(path, pid, CWD);
                    FileCalls.readlinkat(Fcntl.AT_FDCWD, path, data);
                    check(FileCalls.statx(-1, Statx.STATX_INO, data), -Errno.EBADF);
                    check(FileCalls.openat2(-1, relative, Fcntl.O_PATH, 0, 0), -Errno.EBADF);
                    check(FileCalls.openat(-1, relative, Fcntl.O_PATH, 0), -Errno.EBADF);
                    check(FileCalls.close(-1), -Errno.EBADF);
                }))
                .isLessThan(LESS_THAN_AN_OBJECT_A_CALL);
    }

    @Test
    void notificationCallsAllocateNothing() {
        int pid = ProcessCalls.getpid();
        path.putCString("/a/path".getBytes(US_ASCII));
        long address = path.address();
        assertThat(leastGrowth(TIME_TO_COMPILE_NANOS, () -> {
                    check(listener.receive(), -Errno.EBADF);
                    check(CStrings.read(memory.target(pid), address, into, into.length), 7);
                    check(listener.isValid() ? 1 : 0, 0);
                    check(listener.continueCall(), -Errno.EBADF);
                    check(ProcessCalls.pidfdSendSignal(-1, 0), -Errno.EBADF);
                }))
                .isLessThan(LESS_THAN_AN_OBJECT_A_CALL);
    }

    private static void check(int result, int expected) {
        if (result != expected) {
            throw new AssertionError(result);
        }
    }
}
