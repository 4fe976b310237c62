package io.shrike.policy.software;

import static io.shrike.model.FileOperation.RENAME;
import static io.shrike.model.FileOperation.UNLINK;
import static io.shrike.model.FileOperation.WRITE;

import io.shrike.model.ByteString;
import io.shrike.model.FileEffect;
import io.shrike.model.Finding.SoftwarePackage;
import io.shrike.model.ProcessView;
import io.shrike.policy.match.PathReach;
import io.shrike.policy.match.PathTable;
import io.shrike.policy.match.RuleHits;
import java.util.List;
import java.util.Optional;

/**
 * The files in which package managers keep what is installed, and what a change to one says. One file of each package is
 * looked at, so that a package is told of once: dpkg's list of its files, the METADATA of a Python distribution, the
 * package.json of a Node module; or the folder of such a file, where it is moved as a whole. What begins with a tilde pip has
 * put aside. rpm and apk keep one file for all packages. dpkg's own status file counts only when something other than dpkg
 * writes it. Not thread-safe.
 */
public final class PackageRecords {
    private enum Kind {
        DPKG_LIST("dpkg", "/var/lib/dpkg/info/*.list", "/var/lib/dpkg/status.d/*"),
        DPKG_STATUS("dpkg", "/var/lib/dpkg/status"),
        RPM(
                "rpm",
                "/var/lib/rpm/rpmdb.sqlite",
                "/var/lib/rpm/Packages",
                "/var/lib/rpm/Packages.db",
                "/usr/lib/sysimage/rpm/rpmdb.sqlite",
                "/usr/lib/sysimage/rpm/Packages",
                "/usr/lib/sysimage/rpm/Packages.db"),
        APK("apk", "/lib/apk/db/installed", "/usr/lib/apk/db/installed"),
        PYTHON_FILE(
                "pip",
                "/**/site-packages/[!~]*.dist-info/METADATA",
                "/**/dist-packages/[!~]*.dist-info/METADATA",
                "/**/site-packages/[!~]*.egg-info/PKG-INFO",
                "/**/dist-packages/[!~]*.egg-info/PKG-INFO"),
        PYTHON_FOLDER(
                "pip",
                "/**/site-packages/[!~]*.dist-info",
                "/**/dist-packages/[!~]*.dist-info",
                "/**/site-packages/[!~]*.egg-info",
                "/**/dist-packages/[!~]*.egg-info"),
        NODE_FILE("npm", "/**/node_modules/[!.@]*/package.json", "/**/node_modules/@*/*/package.json"),
        NODE_FOLDER("npm", "/**/node_modules/[!.@]*", "/**/node_modules/@*/*");

        private final String manager;
        private final String globs;

        Kind(String manager, String... globs) {
            this.manager = manager;
            this.globs = String.join(" ", globs);
        }
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    private final PathTable table;
    private final RuleHits hits = new RuleHits(KINDS.size());

    public PackageRecords() {
        PathTable.Builder builder = new PathTable.Builder();
        for (int i = 0; i < KINDS.size(); i++) {
            for (String glob : KINDS.get(i).globs.split(" ")) {
                builder.add(ByteString.utf8(glob), PathReach.SELF, i);
            }
        }
        table = builder.build();
    }

    /** What {@code effect} on the file {@code path} says of installed packages. */
    public Optional<PackageRecord> changed(ByteString path, FileEffect effect, ProcessView process) {
        boolean removed = effect.operations().contains(UNLINK);
        if (!removed && !effect.operations().contains(WRITE)) {
            return Optional.empty();
        }
        hits.clear();
        table.match(path, hits);
        for (int i = 0; i < hits.size(); i++) {
            Optional<PackageRecord> found = record(KINDS.get(hits.get(i)), path.escaped(), effect, removed, process);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<PackageRecord> record(
            Kind kind, String path, FileEffect effect, boolean removed, ProcessView process) {
        String operation = removed ? PackageCommand.REMOVE : PackageCommand.INSTALL;
        boolean moved = effect.operations().contains(RENAME);
        return switch (kind) {
            case DPKG_LIST -> named(kind, operation, dpkgPackage(part(path, 0)));
            case DPKG_STATUS -> isDpkg(process) ? Optional.empty() : unnamed(kind, operation);
            case RPM, APK -> unnamed(kind, operation);
            case PYTHON_FILE -> named(kind, operation, distribution(part(path, 1)));
            case PYTHON_FOLDER -> moved ? named(kind, operation, distribution(part(path, 0))) : Optional.empty();
            case NODE_FILE -> named(kind, operation, PackageNames.named(module(path, 1)));
            case NODE_FOLDER -> moved ? named(kind, operation, PackageNames.named(module(path, 0))) : Optional.empty();
        };
    }

    private static Optional<PackageRecord> named(Kind kind, String operation, SoftwarePackage found) {
        return Optional.of(new PackageRecord(kind.manager, operation, List.of(found)));
    }

    private static Optional<PackageRecord> unnamed(Kind kind, String operation) {
        return Optional.of(new PackageRecord(kind.manager, operation, List.of()));
    }

    private static boolean isDpkg(ProcessView process) {
        return process.executable()
                .asOptional()
                .map(path -> path.baseName().escaped())
                .filter(name -> name.equals("dpkg") || name.equals("apt-get") || name.equals("apt"))
                .isPresent();
    }

    /** The part of the path that is {@code fromEnd} before the last. */
    private static String part(String path, int fromEnd) {
        String[] parts = path.split("/");
        return parts[parts.length - 1 - fromEnd];
    }

    /** {@code name.list} or {@code name:architecture.list}. */
    private static SoftwarePackage dpkgPackage(String file) {
        String name = file.endsWith(".list") ? file.substring(0, file.length() - ".list".length()) : file;
        int colon = name.indexOf(':');
        return PackageNames.named(colon > 0 ? name.substring(0, colon) : name);
    }

    /** {@code name-version.dist-info} or {@code name-version-py3.egg-info}. */
    private static SoftwarePackage distribution(String folder) {
        String[] parts = folder.substring(0, folder.lastIndexOf('.')).split("-");
        return new SoftwarePackage(
                parts[0], parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(), Optional.empty());
    }

    private static String module(String path, int fromEnd) {
        String name = part(path, fromEnd);
        String scope = part(path, fromEnd + 1);
        return scope.startsWith("@") ? scope + "/" + name : name;
    }
}
