package io.shrike.trace.digest;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Digests of files that were read before. Any thread. */
public final class KnownDigests {
    private static final int MOST = 4096;

    /** What changes twice within a tick of the kernel's clock has one ctime for two contents. */
    private static final long SETTLED_SECONDS = 2;

    private final Map<FileStamp, String> known = new ConcurrentHashMap<>();

    Optional<String> of(FileStamp stamp) {
        return Optional.ofNullable(known.get(stamp));
    }

    /** Remembers a digest, unless the file was changed a moment ago. */
    void remember(FileStamp stamp, String digest) {
        if (Instant.now().getEpochSecond() - stamp.changedSeconds() < SETTLED_SECONDS) {
            return;
        }
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(stamp, digest);
    }
}
