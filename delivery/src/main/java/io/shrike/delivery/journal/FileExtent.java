package io.shrike.delivery.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A segment's file, locked by this process for as long as it is open. */
final class FileExtent implements Extent {
    private Path path;
    private final FileChannel channel;

    FileExtent(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Keeps other processes away for as long as it is open. */
    void lock() throws IOException {
        if (!tryLock()) {
            throw new IOException("locked by another");
        }
    }

    /** False: another has it. */
    boolean tryLock() throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    void rename(Path to) throws IOException {
        Files.move(path, to, StandardCopyOption.ATOMIC_MOVE);
        path = to;
    }

    long size() throws IOException {
        return channel.size();
    }

    @Override
    public void write(ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    @Override
    public void read(ByteBuffer into, long at) throws IOException {
        long position = at;
        while (into.hasRemaining()) {
            int got = channel.read(into, position);
            if (got < 0) {
                return;
            }
            position += got;
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException _) {
            // Read-only by now: its acknowledgements are in it, so a later start sends nothing twice.
            close();
            return;
        }
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            return;
        }
    }

    @Override
    public boolean inMemory() {
        return false;
    }
}
