package io.shrike.app.deliver;

import io.shrike.delivery.destination.LineSink;
import io.shrike.delivery.destination.WriteResult;
import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The watched program's standard output, which the launcher hands over once the program is there. Its open file is the program's too,
 * so its flags stay as they are and a write may block, which holds up one sender thread only. Written to by that thread;
 * handed over and given back by another.
 */
public final class ProgramOutput implements LineSink {
    private static final int BUFFER = 65_536;

    private final CountDownLatch there = new CountDownLatch(1);
    private volatile int fd = -1;

    /** {@code descriptor} is the sensor's own from now on; -1: the caller had closed it. */
    public void handOver(int descriptor) {
        fd = descriptor;
        there.countDown();
    }

    /**
     * A reader of the output must see its end though the sensor stays. The descriptor becomes one that refuses writes, as closing it
     * could make a write under way end up in another file.
     */
    public void giveBack() {
        int given = fd;
        if (given < 0) {
            return;
        }
        try (NativeBuffer nowhere = new NativeBuffer(16)) {
            nowhere.putCString("/dev/null".getBytes(StandardCharsets.US_ASCII));
            int readOnly = FileCalls.openat(FileCalls.AT_FDCWD, nowhere, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
            if (readOnly >= 0) {
                FileCalls.dup2(readOnly, given);
                FileCalls.close(readOnly);
            }
        }
    }

    @Override
    public WriteResult write(ByteBuffer lines) {
        try {
            if (!there.await(1, TimeUnit.SECONDS)) {
                return new WriteResult.Again("notStarted");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new WriteResult.Again("interrupted");
        }
        try (NativeBuffer buffer = new NativeBuffer(Math.min(BUFFER, lines.remaining()))) {
            while (lines.hasRemaining()) {
                int written = writeSome(lines, buffer);
                if (written < 0) {
                    return written == -Errno.EAGAIN
                            ? new WriteResult.Again("EAGAIN")
                            : new WriteResult.Lost(Errno.name(-written));
                }
            }
            return WriteResult.DONE;
        }
    }

    private int writeSome(ByteBuffer lines, NativeBuffer buffer) {
        byte[] bytes = new byte[Math.min(BUFFER, lines.remaining())];
        lines.get(lines.position(), bytes);
        buffer.put(0, bytes, 0, bytes.length);
        int written;
        do {
            written = FileCalls.write(fd, buffer, 0, bytes.length);
        } while (written == -Errno.EINTR);
        if (written > 0) {
            lines.position(lines.position() + written);
        }
        return written;
    }

    @Override
    public String description() {
        return "standard output";
    }

    @Override
    public void close() {}
}
