package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.Repository;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real package managers install real packages; all but apt from local folders, without a network. */
class SoftwareIT {
    private static final Ending SUCCESS = new Ending.Exited(0);

    /** The smallest build backend: it needs no package that may be missing. */
    private static final String WHEEL_BUILDER = """
            import os, zipfile
            def build_wheel(directory, settings=None, metadata=None):
                name = 'shrike_sample-1.0-py3-none-any.whl'
                info = 'shrike_sample-1.0.dist-info/'
                with zipfile.ZipFile(os.path.join(directory, name), 'w') as wheel:
                    wheel.write('sample.py')
                    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: shrike-sample\\nVersion: 1.0\\n')
                    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
                    wheel.writestr(info + 'RECORD', '')
                return name
            """;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void reinstallsADebianPackage() {
        Host.needsRoot();
        Host.needs("apt-get");
        String download = "apt-get install -y --reinstall --download-only hostname";
        Ran ready = Command.shell(directory, download + " || { apt-get update && " + download + "; }")
                .within(Duration.ofMinutes(3))
                .alone();
        assumeTrue(ready.ending().equals(SUCCESS), "apt cannot download here: " + ready.stderr());
        Watched watched = install(Command.of(directory, "apt-get", "install", "-y", "--reinstall", "hostname")
                .withEnvironment("DEBIAN_FRONTEND", "noninteractive")
                .within(Duration.ofMinutes(3)));
        reportsOne(watched, "apt(-get)?", "name", "hostname");
    }

    @Test
    void installsAPythonPackage() throws IOException {
        Host.needs("python3");
        Path folder = Files.createDirectory(directory.resolve("shrike_sample"));
        Files.writeString(folder.resolve("pyproject.toml"), """
                [build-system]
                requires = []
                build-backend = "backend"
                backend-path = ["."]
                [project]
                name = "shrike-sample"
                version = "1.0"
                """);
        Files.writeString(folder.resolve("backend.py"), WHEEL_BUILDER);
        Files.writeString(folder.resolve("sample.py"), "answer = 42\n");
        Watched watched = installsAlone(Command.shell(
                        directory,
                        "rm -rf out && " + interpreter()
                                + " -m pip install -q --no-index --no-deps --target out ./shrike_sample"
                                + " && PYTHONPATH=out python3 -c 'import sample; print(sample.answer)'")
                .withEnvironment("HOME", directory.toString()));
        assertThat(watched.ran().stdout()).isEqualTo("42\n");
        reportsOne(watched, "pip", "url", "./shrike_sample");
    }

    @Test
    void installsANodePackage() throws IOException {
        Host.needs("npm");
        Path folder = Files.createDirectory(directory.resolve("sample"));
        Files.writeString(
                folder.resolve("package.json"),
                "{\"name\":\"shrike-sample\",\"version\":\"1.0.0\",\"main\":\"index.js\"}");
        Files.writeString(folder.resolve("index.js"), "module.exports = 42\n");
        Watched watched = installsAlone(Command.shell(
                        directory,
                        "rm -rf app && mkdir app && cd app && echo '{}' >package.json"
                                + " && npm install --silent --offline --no-audit --no-fund ../sample"
                                + " && node -e 'console.log(require(\"shrike-sample\"))'")
                .withEnvironment("HOME", directory.toString()));
        assertThat(watched.ran().stdout()).endsWith("42\n");
        reportsOne(watched, "npm", "url", "../sample");
    }

    @Test
    void installsARubyGem() throws IOException {
        Host.needs("gem");
        Files.writeString(directory.resolve("sample.gemspec"), """
                Gem::Specification.new do |spec|
                  spec.name = 'shrike-sample'
                  spec.version = '1.0.0'
                  spec.summary = 'sample'
                  spec.authors = ['nobody']
                  spec.files = []
                end
                """);
        Ran built = Command.shell(directory, "gem build -q sample.gemspec")
                .withEnvironment("HOME", directory.toString())
                .alone();
        assumeTrue(built.ending().equals(SUCCESS), "gem cannot build here: " + built.stderr());
        Watched watched = installsAlone(Command.shell(
                        directory, "gem install -q --local --no-document --install-dir out ./shrike-sample-1.0.0.gem")
                .withEnvironment("HOME", directory.toString()));
        reportsOne(watched, "gem", "url", "./shrike-sample-1.0.0.gem");
    }

    @Test
    void installsARustProgram() throws IOException {
        Host.needs("cargo");
        Files.createDirectories(directory.resolve("src"));
        Files.writeString(
                directory.resolve("Cargo.toml"),
                "[package]\nname = \"shrike-sample\"\nversion = \"1.0.0\"\nedition = \"2021\"\n");
        Files.writeString(directory.resolve("src/main.rs"), "fn main() { println!(\"{}\", 42); }\n");
        Watched watched = installsAlone(Command.shell(
                        directory,
                        "rm -rf out target && cargo install -q --offline --path . --root out && out/bin/shrike-sample")
                .within(Duration.ofMinutes(2)));
        assertThat(watched.ran().stdout()).endsWith("42\n");
        reports(watched, "cargo", "url", ".");
    }

    @Test
    void reportsADirectDownload() {
        Host.needs("curl");
        Watched watched = ShrikeRun.of(
                        Command.shell(directory, "curl -s -o out.bin http://127.0.0.1:1/tool.tar.gz; exit 0"))
                .policy(Repository.policy("software-detection-policy"))
                .run();
        watched.check()
                .contains(event("file_download")
                        .with("process.name", "curl")
                        .havingMember("download.files", "url", "http://127.0.0.1:1/tool.tar.gz"));
    }

    /** The interpreter itself: a version manager's python3 is a script that starts another one. */
    private String interpreter() {
        return Command.of(directory, "python3", "-c", "import sys; print(sys.executable)")
                .alone()
                .stdout()
                .strip();
    }

    /** Skips where the command does not work even without Shrike. */
    private Watched installsAlone(Command command) {
        Ran alone = command.alone();
        assumeTrue(alone.ending().equals(SUCCESS), "does not work here even alone: " + alone);
        return install(command);
    }

    private static Watched install(Command command) {
        Watched watched = ShrikeRun.of(command)
                .policy(Repository.policy("software-detection-policy"))
                .run();
        assertThat(watched.ending()).as("%s", watched.ran()).isEqualTo(SUCCESS);
        return watched;
    }

    private static void reportsOne(Watched watched, String manager, String member, String value) {
        reports(watched, manager, member, value);
        watched.check().containsExactly(1, event("software_installation").matching("software.packageManager", manager));
    }

    private static void reports(Watched watched, String manager, String member, String value) {
        EventMatcher installed = event("software_installation")
                .matching("software.packageManager", manager)
                .with("software.operation", "install")
                .havingMember("software.packages", member, value)
                .present("process.ancestors");
        watched.check().contains(installed);
    }
}
