package io.shrike.trace.digest;

import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Statx;
import io.shrike.model.Field;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Takes SHA-256 digests of open files. For one thread; what it learns is shared. */
public final class FileHasher implements AutoCloseable {
    /** Why there is no digest: the file is longer than the limit. */
    public static final String TOO_LARGE = "EFBIG";

    /** Why there is no digest: the file was written while it was read. */
    public static final String CHANGED = "CHANGED";

    private static final int CHUNK = 64 * 1024;
    private static final int ATTEMPTS = 3;

    private final KnownDigests known;
    private final MessageDigest sha256;
    private final NativeBuffer statx = new NativeBuffer(Statx.SIZE);
    private final NativeBuffer chunk = new NativeBuffer(CHUNK);
    private final byte[] bytes = new byte[CHUNK];

    public FileHasher(KnownDigests known) {
        this.known = known;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The digest of an open file, in hexadecimal; of one longer than {@code limit} bytes only where it is known already. */
    public Field<String> sha256(OpenProgram file, long limit) {
        return file.isOpen() ? sha256(file.fd(), limit) : Field.unreadable(file.reason());
    }

    private Field<String> sha256(int fd, long limit) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int result = FileCalls.statx(fd, Statx.STATX_BASIC_STATS, statx);
            if (result < 0) {
                return Field.unreadable(Errno.name(-result));
            }
            FileStamp before = FileStamp.of(statx);
            Optional<String> found = known.of(before);
            if (found.isPresent()) {
                return Field.known(found.get());
            }
            if (before.size() > limit) {
                return Field.unreadable(TOO_LARGE);
            }
            result = read(fd, limit);
            if (result < 0) {
                return Field.unreadable(Errno.name(-result));
            }
            String digest = HexFormat.of().formatHex(sha256.digest());
            if (FileCalls.statx(fd, Statx.STATX_BASIC_STATS, statx) >= 0
                    && FileStamp.of(statx).equals(before)) {
                known.remember(before, digest);
                return Field.known(digest);
            }
        }
        return Field.unreadable(CHANGED);
    }

    private int read(int fd, long limit) {
        sha256.reset();
        long position = 0;
        while (position <= limit) {
            int length = FileCalls.pread(fd, chunk, CHUNK, position);
            if (length <= 0) {
                return length;
            }
            chunk.get(0, bytes, 0, length);
            sha256.update(bytes, 0, length);
            position += length;
        }
        return -Errno.EFBIG;
    }

    /** What an open file is now; empty where it cannot be told. */
    public Optional<FileStamp> stamp(OpenProgram file) {
        return file.isOpen() && FileCalls.statx(file.fd(), Statx.STATX_BASIC_STATS, statx) >= 0
                ? Optional.of(FileStamp.of(statx))
                : Optional.empty();
    }

    @Override
    public void close() {
        statx.close();
        chunk.close();
    }
}
