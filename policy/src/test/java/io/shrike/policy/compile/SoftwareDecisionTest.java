package io.shrike.policy.compile;

import static io.shrike.policy.compile.Fixture.ancestor;
import static io.shrike.policy.compile.Fixture.bytes;
import static io.shrike.policy.compile.Fixture.compile;
import static io.shrike.policy.compile.Fixture.directory;
import static io.shrike.policy.compile.Fixture.exec;
import static io.shrike.policy.compile.Fixture.existing;
import static io.shrike.policy.compile.Fixture.file;
import static io.shrike.policy.compile.Fixture.missing;
import static io.shrike.policy.compile.Fixture.process;
import static io.shrike.policy.compile.Fixture.rename;
import static io.shrike.policy.compile.Fixture.rules;
import static io.shrike.policy.compile.Fixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.Activity.LibraryActivity;
import io.shrike.model.Ancestor;
import io.shrike.model.Decision;
import io.shrike.model.EventType;
import io.shrike.model.FileOperation;
import io.shrike.model.FileTarget;
import io.shrike.model.Finding.Software;
import io.shrike.model.Finding.SoftwarePackage;
import io.shrike.model.Judge;
import io.shrike.model.ProcessRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoftwareDecisionTest {
    private static final String ALL = "softwareInstallation:\n  enabled: true\n";

    private final Judge judge = compile(ALL).judge();

    private static ProcessRef below(Ancestor... ancestors) {
        return process("/usr/bin/dash", List.of("sh"), List.of(ancestors));
    }

    private static Judge managers(String text) {
        return compile("softwareInstallation:\n  packageManagers:\n" + text).judge();
    }

    @Test
    void tellsManagerOperationAndPackages() {
        Decision decision = judge.decide(
                exec("/usr/bin/apt-get", "apt-get", "-y", "--no-install-recommends", "install", "nginx=1.22", "curl"),
                shell());
        assertThat(decision.type()).isEqualTo(EventType.SOFTWARE_INSTALLATION);
        assertThat(decision.finding())
                .isEqualTo(new Software(
                        "apt-get",
                        "install",
                        List.of(
                                new SoftwarePackage("nginx", Optional.of("1.22"), Optional.empty()),
                                new SoftwarePackage("curl", Optional.empty(), Optional.empty()))));
        assertThat(rules(decision)).containsExactly("softwareInstallation");
    }

    @Test
    void callsADownloadADownload() {
        Decision decision = judge.decide(exec("/usr/bin/curl", "curl", "-O", "http://127.0.0.1:8000/x.sh"), shell());
        assertThat(decision.type()).isEqualTo(EventType.FILE_DOWNLOAD);
    }

    @Test
    void prefersTheInstallationToTheExecution() {
        Judge both = compile(
                        ALL
                                + "processExecution:\n  trackedExecutables:\n    - {name: apt-get, severity: critical, captureArgs: true}\n")
                .judge();
        Decision decision = both.decide(exec("/usr/bin/apt-get", "apt-get", "install", "x"), shell());
        assertThat(decision.type()).isEqualTo(EventType.SOFTWARE_INSTALLATION);
        assertThat(decision.matches()).hasSize(2);
        assertThat(decision.finding()).isInstanceOf(Software.class);
        assertThat(both.decide(exec("/usr/bin/apt-get", "apt-get", "update"), shell())
                        .type())
                .isEqualTo(EventType.PROCESS_EXECUTION);
    }

    @Test
    void saysNothingOfAManagersHelpers() {
        Ancestor apt = ancestor("/usr/bin/apt-get", "apt-get", "install", "-y", "hello");
        Ancestor sh = ancestor("/usr/bin/dash", "sh", "-c", "dpkg x");
        ExecActivity dpkg = exec("/usr/bin/dpkg", "dpkg", "--status-fd", "9", "--unpack", "/var/x_1_all.deb");
        assertThat(judge.decide(dpkg, below(apt)).matched()).isFalse();
        assertThat(judge.decide(dpkg, below(sh, apt, sh)).matched()).isFalse();
        assertThat(judge.decide(dpkg, below(sh)).matched()).isTrue();
        assertThat(judge.decide(
                                exec("/usr/bin/rpm", "rpm", "-U", "x.rpm"),
                                below(ancestor("/usr/bin/dnf-3", "/usr/bin/python3", "/usr/bin/dnf", "install", "x")))
                        .matched())
                .isFalse();
        assertThat(judge.decide(
                                exec("/usr/bin/python3", "python3", "-m", "pip", "install", "setuptools"),
                                below(ancestor(
                                        "/usr/bin/python3.11", "/usr/bin/python3", "/usr/bin/pip", "install", "x")))
                        .matched())
                .isFalse();
        assertThat(judge.decide(
                                exec("/usr/bin/npm", "npm", "install"),
                                below(ancestor("/usr/bin/node", "npm install x")))
                        .matched())
                .isFalse();
    }

    @Test
    void tellsOfAnotherManagerBelowAManager() {
        Ancestor npm = ancestor("/usr/bin/node", "node", "/usr/bin/npm", "install", "x");
        assertThat(judge.decide(exec("/usr/bin/pip", "pip", "install", "evil"), below(npm))
                        .matched())
                .isTrue();
        assertThat(judge.decide(exec("/usr/bin/curl", "curl", "http://h/x"), below(npm))
                        .matched())
                .isTrue();
        Ancestor run = ancestor("/usr/bin/node", "node", "/usr/bin/npm", "run", "setup");
        assertThat(judge.decide(exec("/usr/bin/npm", "npm", "install", "x"), below(run))
                        .matched())
                .isTrue();
        Ancestor update = ancestor("/usr/bin/apt-get", "apt-get", "update");
        assertThat(judge.decide(exec("/usr/bin/dpkg", "dpkg", "-i", "x.deb"), below(update))
                        .matched())
                .isTrue();
    }

    @Test
    void tellsOfAScriptOnceThoughItExecsItsInterpreters() {
        ExecActivity script =
                exec("/usr/bin/npm", "/usr/lib/npm/bin/npm-cli.js", List.of("/usr/bin/env"), "npm", "install", "x");
        assertThat(judge.decide(script, shell()).matched()).isTrue();
        ExecActivity node = exec("/usr/bin/node", "node", "/usr/bin/npm", "install", "x");
        ProcessRef asEnv = process("/usr/bin/env", "/usr/bin/env", "node", "/usr/bin/npm", "install", "x");
        assertThat(judge.decide(node, asEnv).matched()).isFalse();
        assertThat(judge.decide(node, shell()).matched()).isTrue();
    }

    @Test
    void tellsOfAShimOnce() {
        assertThat(judge.decide(exec("/root/.pyenv/shims/pip3", "pip3", "install", "x"), shell())
                        .matched())
                .isTrue();
        ProcessRef shim = process("/usr/bin/bash", "bash", "/root/.pyenv/shims/pip3", "install", "x");
        assertThat(judge.decide(exec("/root/.pyenv/libexec/pyenv", "pyenv", "exec", "pip3", "install", "x"), shim)
                        .matched())
                .isFalse();
        ProcessRef exec = process("/usr/bin/bash", "bash", "/root/.pyenv/libexec/pyenv-exec", "pip3", "install", "x");
        assertThat(judge.decide(exec("/root/.pyenv/versions/3.11/bin/pip3", "pip3", "install", "x"), exec)
                        .matched())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "apt,     install,               apt-get install x,  true",
        "apt,     install,               apt-get remove x,   false",
        "apt,     'install, remove',     apt-get remove x,   true",
        "apt,     apt-get,               apt-get remove x,   true",
        "apt,     apt-get install,       apt-get install x,  true",
        "apt,     apt-get install,       apt-get remove x,   false",
        "apt-get, install,               apt install x,      false",
        "pip,     install,               pip3 install x,     true",
        "pip3,    install,               pip install x,      true",
        "pip,     install,               pip install -U x,   true",
        "pip,     upgrade,               pip install -U x,   true",
        "npm,     install,               npm i x,            true",
        "npm,     i,                     npm i x,            true",
        "dpkg,    '\"-i\"',              dpkg -i x.deb,      true",
        "dpkg,    install,               dpkg -i x.deb,      true",
        "dpkg,    '\"--install\"',       dpkg -i x.deb,      true",
        "dpkg,    '\"-i\"',              dpkg -r x,          false",
        "yum,     install,               dnf install x,      false",
        "brew,    brew install,          brew install x@1,   true",
        "brew,    install,               brew install x@1,   true",
        "brew,    install,               brew list,          false",
        "brew,    fetch-it,              fetch-it x,         true",
        "debian,  apt-get,               apt-get install x,  true",
        "debian,  apt-get,               apt-get update,     false",
    })
    void goesByTheCommandsOfARule(String name, String commands, String commandLine, boolean expected) {
        Judge rule = managers("    - name: " + name + "\n      commands: [" + commands + "]\n");
        String[] words = commandLine.split(" ");
        assertThat(rule.decide(exec("/usr/bin/" + words[0], words), shell()).matched())
                .isEqualTo(expected);
    }

    @Test
    void namesThePackagesOfAManagerThatIsNotBuiltIn() {
        Judge rule = managers("    - name: brew\n      commands: [install]\n");
        assertThat(rule.decide(exec("/opt/brew", "brew", "--quiet", "install", "jq@1.7"), shell())
                        .finding())
                .isEqualTo(new Software(
                        "brew", "install", List.of(new SoftwarePackage("jq", Optional.of("1.7"), Optional.empty()))));
    }

    @Test
    void readsInstallsOffThePackageDatabases() {
        Judge records = compile("softwareInstallation:\n  packageManagers: [{name: gem}]\n  packageDatabases: true\n")
                .judge();
        assertThat(records.decide(
                                rename(
                                        existing("/var/lib/dpkg/info/hello:amd64.list-new"),
                                        missing("/var/lib/dpkg/info/hello:amd64.list")),
                                shell())
                        .finding())
                .isEqualTo(new Software(
                        "dpkg", "install", List.of(new SoftwarePackage("hello", Optional.empty(), Optional.empty()))));
        assertThat(records.decide(
                                file("unlink", existing("/var/lib/dpkg/info/hello.list"), FileOperation.UNLINK),
                                shell())
                        .finding())
                .isEqualTo(new Software(
                        "dpkg", "remove", List.of(new SoftwarePackage("hello", Optional.empty(), Optional.empty()))));
        assertThat(records.decide(
                                file(
                                        "openat",
                                        missing(
                                                "/opt/venv/lib/python3.12/site-packages/Flask-3.0.1.dist-info/METADATA"),
                                        FileOperation.WRITE),
                                shell())
                        .finding())
                .isEqualTo(new Software(
                        "pip",
                        "install",
                        List.of(new SoftwarePackage("Flask", Optional.of("3.0.1"), Optional.empty()))));
        assertThat(records.decide(
                                file(
                                        "openat",
                                        missing("/app/node_modules/@types/node/package.json"),
                                        FileOperation.WRITE),
                                shell())
                        .finding())
                .isEqualTo(new Software(
                        "npm",
                        "install",
                        List.of(new SoftwarePackage("@types/node", Optional.empty(), Optional.empty()))));
        assertThat(records.decide(
                                rename(
                                        directory("/app/node_modules/left-pad"),
                                        missing("/app/node_modules/.left-pad-x")),
                                shell())
                        .finding())
                .isEqualTo(new Software(
                        "npm", "remove", List.of(new SoftwarePackage("left-pad", Optional.empty(), Optional.empty()))));
    }

    @Test
    void readsAnInstallOffAFolderThatIsMovedIntoPlace() {
        Judge records = compile("softwareInstallation:\n  packageManagers: [{name: gem}]\n  packageDatabases: true\n")
                .judge();
        assertThat(records.decide(
                                rename(
                                        directory("/tmp/sample-1.0.dist-info"),
                                        missing("/usr/lib/python3/dist-packages/sample-1.0.dist-info")),
                                shell())
                        .finding())
                .isEqualTo(new Software(
                        "pip",
                        "install",
                        List.of(new SoftwarePackage("sample", Optional.of("1.0"), Optional.empty()))));
        assertThat(records.decide(rename(directory("/tmp/x"), missing("/app/node_modules/left-pad")), shell())
                        .finding())
                .isEqualTo(new Software(
                        "npm",
                        "install",
                        List.of(new SoftwarePackage("left-pad", Optional.empty(), Optional.empty()))));
    }

    /** pip gives what it removes such a name until it is sure. */
    @Test
    void takesWhatPipHasPutAsideForNoPackage() {
        Judge records = compile("softwareInstallation:\n  packageManagers: [{name: gem}]\n  packageDatabases: true\n")
                .judge();
        String aside = "/usr/lib/python3/site-packages/~ample-1.0.dist-info";
        assertThat(records.decide(
                                rename(
                                        directory("/usr/lib/python3/site-packages/sample-1.0.dist-info"),
                                        missing(aside)),
                                shell())
                        .finding())
                .isEqualTo(new Software(
                        "pip", "remove", List.of(new SoftwarePackage("sample", Optional.of("1.0"), Optional.empty()))));
        assertThat(records.decide(file("unlinkat", existing(aside + "/METADATA"), FileOperation.UNLINK), shell())
                        .matched())
                .isFalse();
    }

    @Test
    void tellsOfTheStatusFileOnlyWhereSomethingElseWritesIt() {
        Judge records = compile("softwareInstallation:\n  packageManagers: [{name: gem}]\n  packageDatabases: true\n")
                .judge();
        var write = file("openat", existing("/var/lib/dpkg/status"), FileOperation.WRITE);
        assertThat(records.decide(write, process("/usr/bin/dpkg", "dpkg")).matched())
                .isFalse();
        assertThat(records.decide(write, process("/usr/bin/sed", "sed")).matched())
                .isTrue();
        assertThat(records.decide(
                                file("openat", existing("/app/node_modules/a/lib/x.js"), FileOperation.WRITE), shell())
                        .matched())
                .isFalse();
        assertThat(judge.decide(write, shell()).matched()).isFalse();
    }

    @Test
    void reportsNewLibrariesAndThoseInOtherPlaces() {
        Judge libraries = compile(
                        "softwareInstallation:\n  packageManagers: [{name: gem}]\n  dynamicLibraries:\n    paths: [/usr/lib, /opt/*/lib]\n")
                .judge();
        assertThat(libraries
                        .decide(library("/usr/lib/x/libc.so.6", false), shell())
                        .matched())
                .isFalse();
        assertThat(libraries
                        .decide(library("/opt/app/lib/a.so", false), shell())
                        .matched())
                .isFalse();
        assertThat(libraries
                        .decide(library("/usr/lib/x/libc.so.6", true), shell())
                        .matched())
                .isTrue();
        Decision outside = libraries.decide(library("/tmp/evil.so", false), shell());
        assertThat(outside.type()).isEqualTo(EventType.SOFTWARE_INSTALLATION);
        assertThat(outside.finding())
                .isEqualTo(new Software(
                        "dynamic-library",
                        "load",
                        List.of(new SoftwarePackage("evil.so", Optional.empty(), Optional.of("/tmp/evil.so")))));
        assertThat(judge.decide(library("/tmp/evil.so", false), shell()).matched())
                .isFalse();
    }

    @Test
    void saysNothingOfAProgramThatMapsItself() {
        Judge libraries = compile("softwareInstallation:\n  dynamicLibraries:\n    paths: [/usr/lib]\n")
                .judge();
        ProcessRef node = process("/opt/bin/node", "node");
        assertThat(libraries.decide(library("/opt/bin/node", false), node).matched())
                .isFalse();
        assertThat(libraries.decide(library("/opt/bin/node", true), node).matched())
                .isTrue();
        assertThat(libraries.decide(library("/opt/bin/node2", false), node).matched())
                .isTrue();
    }

    private static LibraryActivity library(String path, boolean isNew) {
        return new LibraryActivity("mmap", FileTarget.ofPath(bytes(path)), isNew);
    }
}
