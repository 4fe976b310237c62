package io.shrike.delivery.journal;

import io.shrike.model.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How an entry lies in a segment. Numbers are big-endian; the checksum covers everything behind it.
 *
 * <pre>
 * 0        4          8         12         20        24           24 + 8n
 * +--------+----------+---------+----------+---------+------------+--------+
 * | "SHJ1" | CRC-32C  | length  | time, ms | n       | n x u64    | event  |
 * +--------+----------+---------+----------+---------+------------+--------+
 * </pre>
 */
final class RecordFormat {
    static final int HEADER = 24;
    static final int MAGIC = 0x53484a31;
    private static final int LENGTH = 8;
    private static final int TIME = 12;
    private static final int COUNT = 20;
    private static final int MOST_DESTINATIONS = 1024;
    private static final int MOST_BYTES = 64 << 20;

    private RecordFormat() {}

    static int size(Entry entry) {
        return HEADER + 8 * entry.destinations().size() + entry.event().length();
    }

    static ByteBuffer encode(Entry entry) {
        ByteBuffer record = ByteBuffer.allocate(size(entry));
        record.putInt(MAGIC).putInt(0).putInt(entry.event().length()).putLong(entry.timeMillis());
        record.putInt(entry.destinations().size());
        entry.destinations().forEach(record::putLong);
        record.put(entry.event().toArray());
        record.flip();
        return record.putInt(4, checksum(record));
    }

    /** How long the record is whose first bytes these are, if they can be those of a record. */
    static Optional<Integer> size(ByteBuffer start) {
        if (start.remaining() < HEADER || start.getInt(start.position()) != MAGIC) {
            return Optional.empty();
        }
        int length = start.getInt(start.position() + LENGTH);
        int count = start.getInt(start.position() + COUNT);
        boolean sane = length >= 0 && length <= MOST_BYTES && count >= 0 && count <= MOST_DESTINATIONS;
        return sane ? Optional.of(HEADER + 8 * count + length) : Optional.empty();
    }

    /** The entry whose record fills the buffer, unless the checksum says otherwise. */
    static Optional<Entry> decode(ByteBuffer record) {
        int at = record.position();
        if (record.getInt(at + 4) != checksum(record)) {
            return Optional.empty();
        }
        int count = record.getInt(at + COUNT);
        List<Long> destinations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            destinations.add(record.getLong(at + HEADER + 8 * i));
        }
        byte[] event = new byte[record.getInt(at + LENGTH)];
        record.get(at + HEADER + 8 * count, event);
        return Optional.of(new Entry(record.getLong(at + TIME), destinations, ByteString.of(event)));
    }

    private static int checksum(ByteBuffer record) {
        CRC32C checksum = new CRC32C();
        checksum.update(record.slice(record.position() + LENGTH, record.remaining() - LENGTH));
        return (int) checksum.getValue();
    }
}
