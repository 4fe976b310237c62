package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pip, npm and rpm really installed, by their own records, with packages that are made on the spot. */
class InstalledFoldersIT {
    private static final String DATABASES = """
            softwareInstallation:
              packageDatabases: true
              packageManagers:
                - name: pip
                - name: npm
                - name: rpm
            """;

    /** Wheels of shrike-it-sample 1.0 and 2.0; the first needs shrike-it-other. */
    private static final String WHEELS = """
            set -e
            wheel() {
              rm -rf w && mkdir -p "w/$1-$2.dist-info" && echo x=1 >"w/$1.py"
              printf 'Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n%b' "$1" "$2" "$3" >"w/$1-$2.dist-info/METADATA"
              printf 'Wheel-Version: 1.0\\nGenerator: it\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n' >"w/$1-$2.dist-info/WHEEL"
              printf '%s.py,,\\n%s-%s.dist-info/METADATA,,\\n%s-%s.dist-info/WHEEL,,\\n%s-%s.dist-info/RECORD,,\\n' \
                "$1" "$1" "$2" "$1" "$2" "$1" "$2" >"w/$1-$2.dist-info/RECORD"
              (cd w && python3 -m zipfile -c "../$1-$2-py3-none-any.whl" *)
            }
            wheel shrike_it_sample 1.0 'Requires-Dist: shrike_it_other\\n'
            wheel shrike_it_sample 2.0 ''
            wheel shrike_it_other 7.5 ''
            python3 -m venv venv
            chmod -R a+rwX .
            """;

    private static final String MODULES = """
            set -e
            for version in 1.0.0 2.0.0; do
              mkdir -p "m-$version"
              printf '{"name":"shrike-it-module","version":"%s"}' "$version" >"m-$version/package.json"
              (cd "m-$version" && tar czf "../module-$version.tgz" --transform 's,^,package/,' package.json)
            done
            mkdir project && echo '{"name":"project","version":"0.0.1"}' >project/package.json
            chmod -R a+rwX .
            """;

    private static final String RPM = """
            set -e
            printf 'Name: shrike-it-rpm\\nVersion: 1.5\\nRelease: 2\\nSummary: s\\nLicense: none\\nBuildArch: noarch\\n%%description\\ns\\n%%files\\n' >s.spec
            rpmbuild -bb --define "_topdir $PWD/t" --define "_rpmdir $PWD" s.spec
            mkdir db
            """;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private static EventMatcher completed(String database, String operation) {
        return event("software_installation")
                .with("software.stage", "completed")
                .with("software.database", database)
                .with("software.operation", operation);
    }

    private static EventMatcher change(EventMatcher event, int place, String change, String name, String version) {
        String at = "software.packages[" + place + "].";
        return event.with(at + "name", name).with(at + "change", change).with(at + "version", version);
    }

    private void prepare(String script) {
        assertThat(Command.shell(directory, script)
                        .within(Duration.ofMinutes(2))
                        .alone()
                        .ending())
                .isEqualTo(new Ending.Exited(0));
    }

    private Watched watch(boolean root, String script) {
        Command command = Command.as(root, directory, Path.of("/bin/sh"), "-c", script)
                .withEnvironment("HOME", directory.toString())
                .within(Duration.ofMinutes(2));
        Watched watched = ShrikeRun.of(command).policyText(DATABASES).run();
        assertThat(watched.ending()).as("%s", watched.ran()).isEqualTo(new Ending.Exited(0));
        return watched;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhatPipPutIntoAVirtualEnvironment(boolean root) {
        Host.needs("python3");
        prepare(WHEELS);
        assumeTrue(python(root), "this user may not run python3 with venv and pip");
        watch(
                        root,
                        "p() { venv/bin/pip --disable-pip-version-check \"$@\"; };"
                                + " p install --no-index --find-links . shrike_it_sample==1.0"
                                + " && p install --no-index --find-links . -U shrike_it_sample"
                                + " && venv/bin/python -m pip uninstall -y shrike_it_sample")
                .check()
                .contains(
                        change(
                                change(completed("site-packages", "install"), 0, "installed", "shrike_it_other", "7.5"),
                                1,
                                "installed",
                                "shrike_it_sample",
                                "1.0"),
                        change(completed("site-packages", "upgrade"), 0, "changed", "shrike_it_sample", "2.0")
                                .with("software.packages[0].previousVersion", "1.0")
                                .with("software.baseline", "begun"),
                        change(completed("site-packages", "remove"), 0, "removed", "shrike_it_sample", "2.0"));
    }

    private boolean python(boolean root) {
        return Command.as(root, directory, Path.of("/bin/sh"), "-c", "venv/bin/pip --version")
                .alone()
                .ending()
                .equals(new Ending.Exited(0));
    }

    @Test
    void tellsWhatPipPutWhereItWasTold() {
        Host.needs("python3");
        prepare(WHEELS);
        watch(
                        true,
                        "venv/bin/pip install --disable-pip-version-check --no-index --find-links . --target=there"
                                + " shrike_it_sample==2.0")
                .check()
                .contains(change(completed("site-packages", "install"), 0, "installed", "shrike_it_sample", "2.0"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhatNpmPutIntoAProject(boolean root) {
        Host.needs("npm");
        prepare(MODULES);
        watch(
                        root,
                        "cd project && export npm_config_offline=true npm_config_audit=false npm_config_fund=false"
                                + " && npm install ../module-1.0.0.tgz && npm install ../module-2.0.0.tgz"
                                + " && npm uninstall shrike-it-module"
                                + " && npm install -g --prefix ../global ../module-1.0.0.tgz")
                .check()
                .contains(
                        change(completed("node_modules", "install"), 0, "installed", "shrike-it-module", "1.0.0"),
                        change(completed("node_modules", "install"), 0, "changed", "shrike-it-module", "2.0.0")
                                .with("software.packages[0].previousVersion", "1.0.0"),
                        change(completed("node_modules", "remove"), 0, "removed", "shrike-it-module", "2.0.0"))
                .containsExactly(4, event("software_installation").with("software.stage", "completed"));
    }

    /** rpm may have done its work when it is first looked at: then that is told, unattributed. */
    private static EventMatcher rpm(String operation, String change) {
        return completed("rpm", operation).where("software", "names the package " + change, software -> {
            String text = software.toString();
            return text.contains("name: \"shrike-it-rpm\", version: \"1.5-2\", change: \"" + change + "\"");
        });
    }

    /** A copy of the database is mounted over the machine's own. */
    @Test
    void tellsWhatRpmInstalled() {
        Host.needsRoot();
        Host.needs("unshare");
        Host.needs("rpmbuild");
        prepare(RPM);
        String mounted = "mount --make-rprivate / && mkdir -p /var/lib/rpm && mount --bind db /var/lib/rpm"
                + " && rpm --dbpath /var/lib/rpm --initdb && exec \"$@\"";
        Command command = Command.shell(
                        directory,
                        "rpm --dbpath /var/lib/rpm -i --force-debian noarch/*.rpm"
                                + " && rpm --dbpath /var/lib/rpm -e --force-debian shrike-it-rpm")
                .withEnvironment("HOME", directory.toString())
                .wrappedIn("unshare", "-m", "sh", "-c", mounted, "sh")
                .within(Duration.ofMinutes(2));
        Watched watched = ShrikeRun.of(command).policyText(DATABASES).run();
        assertThat(watched.ending()).as("%s", watched.ran()).isEqualTo(new Ending.Exited(0));
        watched.check()
                .contains(rpm("install", "installed").with("software.baseline", "before"), rpm("remove", "removed"));
    }
}
