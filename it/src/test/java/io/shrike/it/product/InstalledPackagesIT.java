package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What package databases say when an installer has ended: dpkg and apt for real, apk by a program that writes as it does. */
class InstalledPackagesIT {
    private static final String DATABASES = """
            softwareInstallation:
              packageDatabases: true
              packageManagers:
                - name: apt
                - name: dpkg
                - name: apk
            """;

    /** Makes sample_1.0.deb and sample_2.0.deb of a package without files. */
    private static final String BUILD = """
            set -e
            for version in 1.0 2.0; do
              mkdir -p sample/DEBIAN
              printf 'Package: shrike-it-sample\\nVersion: %s\\nArchitecture: all\\nMaintainer: nobody\\nDescription: sample\\n' \
                "$version" >sample/DEBIAN/control
              dpkg-deb --build sample "sample_$version.deb"
            done
            chmod 755 . && chmod 644 *.deb
            """;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private static EventMatcher completed(String manager, String operation) {
        return event("software_installation")
                .with("software.stage", "completed")
                .with("software.packageManager", manager)
                .with("software.operation", operation);
    }

    private static EventMatcher change(EventMatcher event, String change, String version) {
        return event.with("software.packages[0].name", "shrike-it-sample")
                .with("software.packages[0].change", change)
                .with("software.packages[0].version", version);
    }

    private Watched watch(Command command) {
        return ShrikeRun.of(command.within(Duration.ofMinutes(2)))
                .policyText(DATABASES)
                .run();
    }

    private void buildsPackages() {
        Host.needs("dpkg-deb");
        assertThat(Command.shell(directory, BUILD).alone().ending()).isEqualTo(new Ending.Exited(0));
    }

    @Test
    void tellsWhatDpkgInstalledUpgradedAndRemoved() {
        Host.needsRoot();
        buildsPackages();
        Watched watched = watch(
                Command.shell(
                        directory,
                        "dpkg -i sample_1.0.deb && dpkg -i sample_2.0.deb && dpkg --purge shrike-it-sample && dpkg -i missing.deb"));
        watched.check()
                .contains(
                        change(completed("dpkg", "install").with("software.baseline", "before"), "installed", "1.0"),
                        change(completed("dpkg", "install"), "changed", "2.0")
                                .with("software.packages[0].previousVersion", "1.0"),
                        change(completed("dpkg", "remove"), "removed", "2.0"),
                        completed("dpkg", "install")
                                .where(
                                        "software.packages",
                                        "is empty",
                                        list -> list.equals(new Json.Array(java.util.List.of()))))
                .containsExactly(4, event("software_installation").with("software.stage", "completed"));
        Json end = watched.ofType("software_installation").stream()
                .filter(completed("dpkg", "remove")::matches)
                .findFirst()
                .orElseThrow();
        watched.check()
                .contains(event("software_installation")
                        .with("process.pid", end.number("process.pid").orElseThrow())
                        .with("process.startTime", end.text("process.startTime").orElseThrow())
                        .present("execution")
                        .havingMember("software.packages", "name", "shrike-it-sample"));
    }

    @Test
    void whatAptStartsIsAPartOfIt() {
        Host.needsRoot();
        Host.needs("apt-get");
        buildsPackages();
        Watched watched = watch(Command.shell(
                        directory,
                        "apt-get install -y --allow-unauthenticated ./sample_1.0.deb && apt-get purge -y shrike-it-sample")
                .withEnvironment("DEBIAN_FRONTEND", "noninteractive"));
        assertThat(watched.ending()).as("%s", watched.ran()).isEqualTo(new Ending.Exited(0));
        watched.check()
                .contains(
                        change(completed("apt-get", "install"), "installed", "1.0"),
                        change(completed("apt-get", "remove"), "removed", "1.0"))
                .containsExactly(2, event("software_installation").with("software.stage", "completed"));
    }

    @Test
    void anInstallerThatFailsChangedNothing() {
        Host.needsReachableRepository();
        Host.needsRoot();
        buildsPackages();
        Watched watched =
                watch(Command.shell(directory, "dpkg -i sample_1.0.deb; true").asUser(Host.ORDINARY_USER));
        watched.check()
                .contains(completed("dpkg", "install").with("software.database", "dpkg"))
                .containsNone(completed("dpkg", "install").present("software.packages[0]"));
    }

    @Test
    void readsTheDatabaseOfAnotherRoot() throws IOException {
        Host.needsRoot();
        Host.needs("chroot");
        Path root = directory.resolve("root");
        Files.createDirectories(root.resolve("lib/apk/db"));
        Files.createDirectories(root.resolve("sbin"));
        Files.writeString(root.resolve("lib/apk/db/installed"), "P:musl\nV:1.2.5-r0\nA:x86_64\n\n");
        Files.copy(Fixtures.path("package_writer"), root.resolve("sbin/apk"));
        Files.copy(Fixtures.path("package_writer"), root.resolve("sbin/updater"));
        Watched watched = watch(
                Command.shell(
                        directory,
                        "chroot root /sbin/apk add tini 0.19-r3 && chroot root /sbin/updater add miner 6.0 && chroot root /sbin/apk del tini"));
        assertThat(watched.ran().stdout()).isEqualTo("add tini\nadd miner\ndel tini\n");
        watched.check()
                .contains(
                        completed("apk", "install")
                                .with("software.baseline", "begun")
                                .havingMember("software.packages", "name", "tini")
                                .havingMember("software.packages", "version", "0.19-r3")
                                .with("process.name", "apk"),
                        completed("apk", "remove")
                                .with("software.baseline", "before")
                                .havingMember("software.packages", "change", "removed")
                                .havingMember("software.packages", "name", "tini")
                                .havingMember("software.unattributed", "change", "installed")
                                .havingMember("software.unattributed", "name", "miner"))
                .containsExactly(2, event("software_installation").with("software.stage", "completed"));
    }

    @Test
    void tellsWhatAWriterThatIsNoInstallerChanged() {
        Host.needsRoot();
        Host.needs("unshare");
        Host.needs("dpkg");
        String copy =
                "mount --make-rprivate / && cp -a /var/lib/dpkg copy && mount --bind copy /var/lib/dpkg && exec \"$@\"";
        Watched watched = watch(Command.shell(
                        directory,
                        "sh -c 'printf \"Package: planted\\nStatus: install ok installed\\nArchitecture: all\\nVersion: 9\\n\\n\" >>/var/lib/dpkg/status'; sleep 0.3")
                .wrappedIn("unshare", "-m", "sh", "-c", copy, "sh"));
        watched.check()
                .contains(completed("dpkg", "install")
                        .with("software.baseline", "before")
                        .with("software.packages[0].name", "planted")
                        .with("software.packages[0].version", "9")
                        .with("software.packages[0].change", "installed"));
    }

    @Test
    void saysNothingMoreWithoutPackageDatabases() {
        Host.needs("dpkg");
        Watched watched = ShrikeRun.of(Command.shell(directory, "dpkg -i missing.deb; true"))
                .policyText("softwareInstallation:\n  packageManagers:\n    - name: dpkg\n")
                .run();
        watched.check().containsExactly(1, event("software_installation"));
    }
}
