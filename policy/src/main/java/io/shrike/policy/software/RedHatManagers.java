package io.shrike.policy.software;

import static io.shrike.policy.software.PackageCommand.DOWNLOAD;
import static io.shrike.policy.software.PackageCommand.INSTALL;
import static io.shrike.policy.software.PackageCommand.REMOVE;
import static io.shrike.policy.software.PackageCommand.UPGRADE;

import io.shrike.model.Finding.SoftwarePackage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** yum(8), dnf(8), microdnf and rpm(8). */
final class RedHatManagers {
    private RedHatManagers() {}

    static List<Manager> all() {
        return List.of(dnf("yum"), dnf("dnf"), dnf("microdnf"), new Rpm());
    }

    private static Manager dnf(String name) {
        return VerbManager.named(name)
                .verbs(INSTALL, "install localinstall reinstall downgrade groupinstall group_install groups_install in")
                .verbs(INSTALL, "module_install module_enable swap builddep build-dep")
                .verbs(UPGRADE, "upgrade update up upgrade-minimal update-minimal upgrade-to update-to localupdate")
                .verbs(UPGRADE, "distro-sync dsync groupupdate group_upgrade group_update module_update")
                .verbs(REMOVE, "remove erase rm autoremove groupremove group_remove module_remove")
                .verbs(DOWNLOAD, "download")
                .values("-c --config -d --debuglevel -e --errorlevel -R --randomwait -x --exclude --excludepkgs")
                .values("--disableexcludes --enablerepo --disablerepo --repo --repoid --installroot --releasever")
                .values("--setopt --forcearch --comment --advisory --advisories --bz --bzs --cve --cves --sec-severity")
                .values("--secseverity --downloaddir --destdir --color --rpmverbosity --enableplugin --disableplugin")
                .values("--repofrompath --arch --archlist --use-host-config --from-repo --from-vendor")
                .dryRun("--assumeno --test --url")
                .downloadOnly("--downloadonly")
                .packages(PackageNames::rpm)
                .build();
    }

    /** rpm's verbs are options, most often in a cluster such as {@code -Uvh}. */
    private static final class Rpm implements Manager {
        private static final Set<String> WITH_VALUE = Set.of(
                "--root",
                "-r",
                "--dbpath",
                "--prefix",
                "--relocate",
                "--excludepath",
                "-D",
                "--define",
                "-E",
                "--eval",
                "--rcfile",
                "--macros",
                "--pipe",
                "--undefine",
                "--load");
        private static final Set<String> INSTALLS = Set.of("-i", "--install", "--reinstall");
        private static final Set<String> UPGRADES = Set.of("-U", "--upgrade", "-F", "--freshen");
        private static final Set<String> REMOVES = Set.of("-e", "--erase");
        private static final Set<String> OTHER = Set.of(
                "-q",
                "--query",
                "-V",
                "--verify",
                "-K",
                "--checksig",
                "--test",
                "--justdb",
                "--help",
                "--version",
                "--import",
                "--initdb",
                "--rebuilddb",
                "--showrc",
                "--eval",
                "-E");

        @Override
        public String name() {
            return "rpm";
        }

        @Override
        public Optional<PackageCommand> read(List<String> arguments) {
            Scan scan = Scan.of(arguments, WITH_VALUE, Scan.Style.GETOPT);
            if (scan.hasAny(OTHER)) {
                return Optional.empty();
            }
            return command(scan, UPGRADES, UPGRADE)
                    .or(() -> command(scan, INSTALLS, INSTALL))
                    .or(() -> command(scan, REMOVES, REMOVE));
        }

        private Optional<PackageCommand> command(Scan scan, Set<String> verbs, String operation) {
            if (!scan.hasAny(verbs)) {
                return Optional.empty();
            }
            List<SoftwarePackage> packages =
                    scan.positionals().stream().map(PackageNames::rpm).toList();
            Set<String> words = OptionVerbs.words(scan, verbs, operation);
            return Optional.of(PackageCommand.of(name(), operation, packages, words));
        }
    }
}
