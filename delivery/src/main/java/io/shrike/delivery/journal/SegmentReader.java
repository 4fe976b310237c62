package io.shrike.delivery.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One pass over a segment from any place on; reads ahead, so it is for one pass only. */
final class SegmentReader {
    private static final int AHEAD = 65_536;

    private final Extent extent;
    private final long size;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    /** An entry and where the one behind it begins. */
    record Located(Entry entry, long end) {}

    SegmentReader(Extent extent, long size) {
        this.extent = extent;
        this.size = size;
    }

    /** The first whole entry at or behind {@code from}: what is damaged is skipped. */
    Optional<Located> next(long from) throws IOException {
        for (long at = from; at + RecordFormat.HEADER <= size; at++) {
            Optional<Located> found = at(at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Located> at(long at) throws IOException {
        Optional<Integer> length = RecordFormat.size(bytes(at, RecordFormat.HEADER));
        if (length.isEmpty() || length.get() > size - at) {
            return Optional.empty();
        }
        ByteBuffer record = bytes(at, length.get());
        return record.remaining() < length.get()
                ? Optional.empty()
                : RecordFormat.decode(record).map(entry -> new Located(entry, at + length.get()));
    }

    /** Fewer where the file is shorter than it should be. */
    private ByteBuffer bytes(long at, int length) throws IOException {
        boolean there = at >= windowAt && at + length <= windowAt + window.limit();
        if (!there) {
            window = ByteBuffer.allocate((int) Math.min(Math.max(length, AHEAD), size - at));
            extent.read(window, at);
            window.flip();
            windowAt = at;
        }
        int start = (int) (at - windowAt);
        return window.slice(start, Math.min(length, window.limit() - start));
    }
}
