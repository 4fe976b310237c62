package io.shrike.policy.installed;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a table in a file of SQLite 3 (sqlite.org/fileformat2.html), with the committed pages of its write-ahead log.
 * Reads what may be damaged or hostile: every offset is checked, and no more pages are followed than there are.
 */
final class SqliteFile {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int SCHEMA_HEADER = 100;
    private static final int INTERIOR = 5;
    private static final int LEAF = 13;
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int LONGEST_PAYLOAD = 16 << 20;

    private final byte[] file;
    private final int length;
    private final int pageSize;
    private final int usable;
    private final Map<Integer, ByteBuffer> logged = new HashMap<>();
    private int budget;

    SqliteFile(byte[] file, int length, byte[] log) {
        if (length < SCHEMA_HEADER || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new UnknownFormatException("no file of SQLite 3");
        }
        this.file = file;
        this.length = length;
        ByteBuffer header = ByteBuffer.wrap(file, 0, length);
        int size = Short.toUnsignedInt(header.getShort(16));
        pageSize = size == 1 ? 1 << 16 : size;
        usable = pageSize - Byte.toUnsignedInt(header.get(20));
        if (pageSize < 512 || Integer.bitCount(pageSize) != 1 || usable < 480) {
            throw new UnknownFormatException("a page of " + pageSize + " bytes");
        }
        replay(ByteBuffer.wrap(log));
        budget = 2 * (length / pageSize + logged.size()) + 16;
    }

    /** Pages of whole transactions; what stands behind the last commit, or is of an earlier log, does not count. */
    private void replay(ByteBuffer log) {
        if (log.limit() < LOG_HEADER || log.getInt(8) != pageSize) {
            return;
        }
        long salt = log.getLong(16);
        Map<Integer, ByteBuffer> open = new HashMap<>();
        for (int at = LOG_HEADER; at + FRAME_HEADER + pageSize <= log.limit(); at += FRAME_HEADER + pageSize) {
            if (log.getLong(at + 8) != salt) {
                return;
            }
            open.put(log.getInt(at), log.slice(at + FRAME_HEADER, pageSize));
            if (log.getInt(at + 4) != 0) {
                logged.putAll(open);
                open.clear();
            }
        }
    }

    /** The last column of every row of {@code table}, which must be a blob; none where there is no such table. */
    List<byte[]> blobs(String table) {
        List<byte[]> found = new ArrayList<>();
        try {
            for (byte[] row : rows(1)) {
                Row entry = new Row(row);
                if (entry.size() == 5
                        && entry.text(0).equals("table")
                        && entry.text(1).equals(table)) {
                    for (byte[] blob : rows(entry.integer(3))) {
                        Row values = new Row(blob);
                        found.add(values.bytes(values.size() - 1));
                    }
                }
            }
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException damaged) {
            throw new UnknownFormatException("damaged: " + damaged);
        }
        return found;
    }

    private List<byte[]> rows(int root) {
        List<byte[]> rows = new ArrayList<>();
        collect(root, rows, 0);
        return rows;
    }

    private void collect(int number, List<byte[]> rows, int depth) {
        if (depth > 40) {
            throw new UnknownFormatException("a tree without end");
        }
        ByteBuffer page = page(number);
        int start = number == 1 ? SCHEMA_HEADER : 0;
        int type = page.get(start);
        int cells = Short.toUnsignedInt(page.getShort(start + 3));
        int pointers = start + (type == INTERIOR ? 12 : 8);
        for (int i = 0; i < cells; i++) {
            int cell = Short.toUnsignedInt(page.getShort(pointers + 2 * i));
            if (type == INTERIOR) {
                collect(page.getInt(cell), rows, depth + 1);
            } else if (type == LEAF) {
                rows.add(payload(page, cell));
            } else {
                throw new UnknownFormatException("a page of type " + type);
            }
        }
        if (type == INTERIOR) {
            collect(page.getInt(start + 8), rows, depth + 1);
        }
    }

    private ByteBuffer page(int number) {
        budget--;
        if (budget < 0 || number < 1) {
            throw new UnknownFormatException("page " + number + " is met too often");
        }
        ByteBuffer fromLog = logged.get(number);
        if (fromLog != null) {
            return fromLog;
        }
        long offset = (long) (number - 1) * pageSize;
        if (offset + pageSize > length) {
            throw new UnknownFormatException("page " + number + " is missing");
        }
        return ByteBuffer.wrap(file, (int) offset, pageSize).slice();
    }

    /** The content of a row, gathered from the pages that it overflows to. */
    private byte[] payload(ByteBuffer page, int cell) {
        ByteBuffer at = page.duplicate().position(cell);
        long size = varint(at);
        varint(at);
        if (size < 0 || size > LONGEST_PAYLOAD) {
            throw new UnknownFormatException("a row of " + size + " bytes");
        }
        byte[] payload = new byte[(int) size];
        int local = local(payload.length);
        at.get(payload, 0, local);
        int filled = local;
        int next = filled < payload.length ? at.getInt() : 0;
        while (filled < payload.length) {
            ByteBuffer overflow = page(next).duplicate();
            next = overflow.getInt();
            int part = Math.min(usable - 4, payload.length - filled);
            overflow.get(payload, filled, part);
            filled += part;
        }
        return payload;
    }

    private int local(int size) {
        int most = usable - 35;
        if (size <= most) {
            return size;
        }
        int least = (usable - 12) * 32 / 255 - 23;
        int wanted = least + (size - least) % (usable - 4);
        return wanted <= most ? wanted : least;
    }

    private static long varint(ByteBuffer at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int next = at.get();
            value = value << 7 | (next & 0x7f);
            if (next >= 0) {
                return value;
            }
        }
        return value << 8 | Byte.toUnsignedInt(at.get());
    }

    /** The columns of a row. */
    private static final class Row {
        private final byte[] row;
        private final List<int[]> columns = new ArrayList<>();

        Row(byte[] row) {
            this.row = row;
            ByteBuffer at = ByteBuffer.wrap(row);
            int header = (int) varint(at);
            int offset = header;
            while (at.position() < header) {
                int type = (int) varint(at);
                columns.add(new int[] {type, offset});
                offset = Math.addExact(offset, width(type));
            }
        }

        private static int width(int type) {
            return switch (type) {
                case 0, 8, 9 -> 0;
                case 1, 2, 3, 4 -> type;
                case 5 -> 6;
                case 6, 7 -> 8;
                default -> Math.max(0, (type - 12) / 2);
            };
        }

        int size() {
            return columns.size();
        }

        byte[] bytes(int column) {
            int[] found = columns.get(column);
            return Arrays.copyOfRange(row, found[1], Math.addExact(found[1], width(found[0])));
        }

        String text(int column) {
            return new String(bytes(column), StandardCharsets.UTF_8);
        }

        int integer(int column) {
            int type = columns.get(column)[0];
            if (type == 8 || type == 9) {
                return type - 8;
            }
            int value = 0;
            for (byte next : bytes(column)) {
                value = value << 8 | Byte.toUnsignedInt(next);
            }
            return value;
        }
    }
}
