package io.shrike.app.installed;

import io.shrike.model.Activity.Baseline;
import io.shrike.policy.installed.PackageDatabase;
import io.shrike.policy.installed.PackageList;
import io.shrike.policy.installed.UnknownFormatException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What databases said when they were last read, of the roots last used. Of the sensor's own root that is since the start of the
 * watch, so that a change is never missed; of another one since a process of it was first seen to install something. Owned by
 * one thread at a time.
 */
final class Snapshots {
    private static final int MOST_ROOTS = 16;
    private static final String WRITE_AHEAD_LOG = "-wal";

    private final Map<Place, Snapshot> known = new LinkedHashMap<>();

    private record Place(RootDirectory.Identity root, PackageDatabase database) {}

    /** {@code unreadable} is why it could not be read, empty where it was; {@code isThere}: there is such a database. */
    record Snapshot(PackageList packages, String unreadable, boolean isThere, Baseline baseline) {}

    /** Reads all databases of a root that nothing is known of yet. */
    void begin(RootDirectory root, Baseline baseline) {
        for (PackageDatabase database : PackageDatabase.values()) {
            if (!database.isFile()) {
                continue;
            }
            Place place = new Place(root.identity(), database);
            if (!known.containsKey(place)) {
                known.put(place, read(root, database, baseline));
            }
        }
        while (known.size() > MOST_ROOTS * PackageDatabase.values().length) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** What was last read. */
    Snapshot last(RootDirectory root, PackageDatabase database) {
        Snapshot found = known.get(new Place(root.identity(), database));
        return found == null ? read(root, database, Baseline.BEGUN) : found;
    }

    /** Reads it anew; what it says is what later reads are compared with. */
    Snapshot again(RootDirectory root, PackageDatabase database, Baseline baseline) {
        Snapshot now = read(root, database, baseline);
        known.put(new Place(root.identity(), database), now);
        return now;
    }

    private static Snapshot read(RootDirectory root, PackageDatabase database, Baseline baseline) {
        for (String path : database.paths()) {
            RootDirectory.Content content = root.read(path);
            if (content.isThere()) {
                return content.error().isEmpty()
                        ? parsed(root, path, database, content, baseline)
                        : new Snapshot(PackageList.EMPTY, content.error(), true, baseline);
            }
        }
        return new Snapshot(PackageList.EMPTY, "", false, baseline);
    }

    private static Snapshot parsed(
            RootDirectory root,
            String path,
            PackageDatabase database,
            RootDirectory.Content content,
            Baseline baseline) {
        RootDirectory.Content log = root.read(path + WRITE_AHEAD_LOG);
        try {
            PackageList packages =
                    database.parse(content.text(), content.length(), Arrays.copyOf(log.text(), log.length()));
            return new Snapshot(packages, "", true, baseline);
        } catch (UnknownFormatException _) {
            return new Snapshot(PackageList.EMPTY, "FORMAT", true, baseline);
        }
    }
}
