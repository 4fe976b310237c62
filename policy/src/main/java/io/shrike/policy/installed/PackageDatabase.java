package io.shrike.policy.installed;

import java.util.List;
import java.util.Optional;

/**
 * Where a package manager keeps what is installed: one file at a fixed place (of dpkg, see dpkg(1) and deb-control(5), of apk,
 * of rpm), or folders of records, wherever they are (of Python and Node packages).
 */
public enum PackageDatabase {
    DPKG("dpkg", "apt apt-get aptitude dpkg", "var/lib/dpkg/status"),
    APK("apk", "apk", "lib/apk/db/installed usr/lib/apk/db/installed"),
    RPM(
            "rpm",
            "rpm dnf yum microdnf",
            "usr/lib/sysimage/rpm/rpmdb.sqlite var/lib/rpm/rpmdb.sqlite usr/lib/sysimage/rpm/Packages.db"
                    + " var/lib/rpm/Packages.db var/lib/rpm/Packages"),
    PYTHON("site-packages", "pip pip3 uv uvx easy_install", ""),
    NODE("node_modules", "npm npx yarn pnpm", "");

    private final String title;
    /** Names, with blanks between. */
    private final String managers;

    private final String paths;

    PackageDatabase(String title, String managers, String paths) {
        this.title = title;
        this.managers = managers;
        this.paths = paths;
    }

    /** The one that a manager writes; empty where it keeps none of these. */
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

    /** Whether it is one file, at one of {@link #paths}. */
    public boolean isFile() {
        return !paths.isEmpty();
    }

    /** Where it may lie, relative to the root directory; the first that is there counts. */
    public List<String> paths() {
        return paths.isEmpty() ? List.of() : List.of(paths.split(" "));
    }

    /**
     * What the first {@code length} bytes of the file say; {@code log} is what is to be written into it yet (the write-ahead
     * log of SQLite), empty where there is none.
     *
     * @throws UnknownFormatException where it is none that can be read
     */
    public PackageList parse(byte[] text, int length, byte[] log) {
        return switch (this) {
            case DPKG -> Stanzas.dpkg(text, length);
            case APK -> Stanzas.apk(text, length);
            case RPM -> RpmHeaders.packages(new SqliteFile(text, length, log));
            case PYTHON, NODE -> PackageList.EMPTY;
        };
    }
}
