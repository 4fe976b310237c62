package io.shrike.policy.installed;

import io.shrike.model.ByteString;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The headers of installed packages in the database of rpm: an index of tags, and the data that it points into, all big-endian
 * (rpm.org, "RPM V4 Package format", without the magic number of a package file).
 */
final class RpmHeaders {
    private static final String TABLE = "Packages";
    private static final int INDEX_ENTRY = 16;
    private static final int NAME = 1000;
    private static final int VERSION = 1001;
    private static final int RELEASE = 1002;
    private static final int EPOCH = 1003;
    private static final int ARCHITECTURE = 1022;
    private static final int INT32 = 4;
    private static final int STRING = 6;

    private final ByteBuffer header;
    private final int entries;
    private final int data;

    private RpmHeaders(byte[] blob) {
        header = ByteBuffer.wrap(blob);
        entries = header.getInt(0);
        if (entries < 0 || entries > blob.length / INDEX_ENTRY) {
            throw new UnknownFormatException("a header of " + entries + " tags");
        }
        data = 8 + entries * INDEX_ENTRY;
    }

    /** Versions as rpm shows them: {@code epoch:version-release}, without an epoch that is not set. */
    static PackageList packages(SqliteFile database) {
        Map<PackageList.Key, String> versions = new HashMap<>();
        try {
            for (byte[] blob : database.blobs(TABLE)) {
                if (versions.size() < Stanzas.MOST_PACKAGES) {
                    RpmHeaders header = new RpmHeaders(blob);
                    String release = header.string(RELEASE);
                    String version = header.epoch() + header.string(VERSION) + (release.isEmpty() ? "" : "-" + release);
                    // several versions of one package can be installed, as kernels are
                    String place = header.string(ARCHITECTURE);
                    PackageList.Key key = new PackageList.Key(header.string(NAME), place);
                    versions.merge(key, version, (first, second) -> first + ", " + second);
                }
            }
        } catch (IndexOutOfBoundsException damaged) {
            throw new UnknownFormatException("a damaged header: " + damaged);
        }
        return new PackageList(versions);
    }

    private int find(int tag, int type) {
        for (int i = 0; i < entries; i++) {
            int at = 8 + i * INDEX_ENTRY;
            if (header.getInt(at) == tag && header.getInt(at + 4) == type) {
                return Math.addExact(data, header.getInt(at + 8));
            }
        }
        return -1;
    }

    private String string(int tag) {
        int start = find(tag, STRING);
        if (start < 0) {
            return "";
        }
        int end = start;
        while (end < header.limit() && header.get(end) != 0) {
            end++;
        }
        return ByteString.copyOf(header.array(), start, Math.min(end - start, Stanzas.LONGEST_VALUE))
                .escaped();
    }

    private String epoch() {
        int at = find(EPOCH, INT32);
        return at < 0 ? "" : Integer.toUnsignedString(header.getInt(at)) + ":";
    }
}
