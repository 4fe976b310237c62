package io.shrike.policy.software;

import static io.shrike.policy.software.PackageCommand.DOWNLOAD;
import static io.shrike.policy.software.PackageCommand.INSTALL;
import static io.shrike.policy.software.PackageCommand.REMOVE;
import static io.shrike.policy.software.PackageCommand.UPGRADE;

import io.shrike.model.Finding.SoftwarePackage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** apt(8), apt-get(8), aptitude(8), dpkg(1) and apk(8). */
final class DebianManagers {
    private DebianManagers() {}

    static List<Manager> all() {
        return List.of(apt("apt"), apt("apt-get"), apt("aptitude"), new Dpkg(), apk());
    }

    private static Manager apt(String name) {
        return VerbManager.named(name)
                .verbs(INSTALL, "install reinstall build-dep satisfy")
                .verbs(UPGRADE, "upgrade dist-upgrade full-upgrade safe-upgrade dselect-upgrade")
                .verbs(REMOVE, "remove purge autoremove auto-remove autopurge")
                .verbs(DOWNLOAD, "download source")
                .values("-o --option -c --config-file -t --target-release --default-release -a --host-architecture")
                .values("-P --build-profiles --with-source --solver --planner -w --width -F --display-format -O --sort")
                .dryRun("-s --simulate --just-print --dry-run --recon --no-act --print-uris")
                .downloadOnly("-d --download-only")
                .packages(PackageNames::debian)
                .build();
    }

    private static Manager apk() {
        return VerbManager.named("apk")
                .verbs(INSTALL, "add fix")
                .verbs(UPGRADE, "upgrade")
                .verbs(REMOVE, "del")
                .verbs(DOWNLOAD, "fetch")
                .values("-p --root -X --repository -t --virtual --wait --keys-dir --repositories-file --cache-dir")
                .values("--cache-max-age --arch --progress-fd -o --output --timeout")
                .dryRun("-s --simulate")
                .packages(PackageNames::alpine)
                .build();
    }

    /** dpkg's verbs are options. */
    private static final class Dpkg implements Manager {
        private static final Set<String> WITH_VALUE =
                Set.of("--root", "--admindir", "--instdir", "--status-fd", "--log", "--status-logger");
        private static final Set<String> INSTALLS = Set.of("-i", "--install", "--unpack");
        private static final Set<String> REMOVES = Set.of("-r", "--remove", "-P", "--purge");
        private static final Set<String> OTHER =
                Set.of("--no-act", "--dry-run", "--simulate", "--help", "--version", "-l", "--list", "-L", "-s", "-S");

        @Override
        public String name() {
            return "dpkg";
        }

        @Override
        public Optional<PackageCommand> read(List<String> arguments) {
            Scan scan = Scan.of(arguments, WITH_VALUE, Scan.Style.GETOPT);
            if (scan.hasAny(OTHER)) {
                return Optional.empty();
            }
            if (scan.hasAny(INSTALLS)) {
                List<SoftwarePackage> files =
                        scan.positionals().stream().map(PackageNames::debFile).toList();
                return Optional.of(PackageCommand.of(name(), INSTALL, files, words(scan, INSTALLS, INSTALL)));
            }
            if (scan.hasAny(REMOVES)) {
                List<SoftwarePackage> names =
                        scan.positionals().stream().map(PackageNames::named).toList();
                return Optional.of(PackageCommand.of(name(), REMOVE, names, words(scan, REMOVES, REMOVE)));
            }
            return Optional.empty();
        }

        private static Set<String> words(Scan scan, Set<String> verbs, String operation) {
            return OptionVerbs.words(scan, verbs, operation);
        }
    }
}
