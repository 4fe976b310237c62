package io.shrike.policy.installed;

import java.util.List;
import java.util.Optional;

/** A database that is one text: of dpkg, see dpkg(1) and deb-control(5), or of apk. */
public enum PackageDatabase {
    DPKG("dpkg", "apt apt-get aptitude dpkg", "var/lib/dpkg/status"),
    APK("apk", "apk", "lib/apk/db/installed usr/lib/apk/db/installed");

    private final String title;
    /** Names, with blanks between. */
    private final String managers;

    private final String paths;

    PackageDatabase(String title, String managers, String paths) {
        this.title = title;
        this.managers = managers;
        this.paths = paths;
    }

    /** The one that a manager writes; empty where it keeps no such text. */
    public static Optional<PackageDatabase> of(String manager) {
        for (PackageDatabase database : values()) {
            if (List.of(database.managers.split(" ")).contains(manager)) {
                return Optional.of(database);
            }
        }
        return Optional.empty();
    }

    public String title() {
        return title;
    }

    /** Where it may lie, relative to the root directory; the first that is there counts. */
    public List<String> paths() {
        return List.of(paths.split(" "));
    }

    /** What the first {@code length} bytes of {@code text} say. */
    public PackageList parse(byte[] text, int length) {
        return switch (this) {
            case DPKG -> Stanzas.dpkg(text, length);
            case APK -> Stanzas.apk(text, length);
        };
    }
}
