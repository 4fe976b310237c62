package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to bring a shared object into a program that did not ask for it; see docs/disguises.md. */
class LibraryIT {
    private static final Duration OLDER_THAN_THE_WATCH = Duration.ofMillis(1100);

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void plant() throws IOException, InterruptedException {
        for (String name : new String[] {"expected", "elsewhere"}) {
            Path folder = Files.createDirectory(directory.resolve(name));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path library = Files.copy(Fixtures.path("plugin.so"), folder.resolve("old.so"));
            Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Thread.sleep(OLDER_THAN_THE_WATCH);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsWhichVariablesOfTheLoaderAreSet(boolean root) {
        Watched watched = run(root, """
                LD_PRELOAD=$PWD/expected/old.so /bin/true
                LD_LIBRARY_PATH=$PWD/expected /bin/true
                env LD_AUDIT=$PWD/nothing.so /bin/true 2>/dev/null
                /bin/true
                """, """
                processExecution:
                  trackedExecutables:
                    - {name: "true", env: ["LD_PRELOAD=**"], severity: high}
                    - {name: "true", env: ["LD_LIBRARY_PATH"], severity: medium}
                    - {name: "true", env: ["LD_AUDIT"], severity: critical}
                """);
        for (String severity : new String[] {"high", "medium", "critical"}) {
            watched.check()
                    .containsExactly(
                            1,
                            event("process_execution")
                                    .with("process.name", "true")
                                    .with("severity", severity));
        }
        watched.check().containsExactly(3, event("process_execution"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfLibrariesThatAreNewOrLieElsewhere(boolean root) {
        Watched watched = run(root, """
                cp expected/old.so expected/new.so
                for library in expected/old.so expected/new.so elsewhere/old.so; do %s $PWD/$library; done
                """.formatted(Fixtures.path("shared_library")), """
                softwareInstallation:
                  dynamicLibraries: {paths: [%s/expected, /lib, /lib64, /usr/lib, /usr/lib64], severity: high}
                """.formatted(directory));
        assertThat(watched.ran().stdout()).isEqualTo("answer = 42\n".repeat(3));
        watched.check()
                .contains(
                        mapped("expected/new.so").with("file.newBinary", true),
                        mapped("elsewhere/old.so").with("file.newBinary", false))
                .containsNone(mapped("expected/old.so"))
                .containsExactly(2, event("software_installation"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsOfAPreloadedLibraryAsOfOneThatWasAskedFor(boolean root) {
        run(root, "LD_PRELOAD=$PWD/elsewhere/old.so /bin/true", """
                softwareInstallation:
                  dynamicLibraries: {paths: [/lib, /lib64, /usr/lib, /usr/lib64], severity: high}
                """)
                .check()
                .contains(mapped("elsewhere/old.so").with("process.name", "true"));
    }

    private EventMatcher mapped(String library) {
        return event("software_installation")
                .with("file.path", directory + "/" + library)
                .with("file.operation", "map")
                .with("software.packageManager", "dynamic-library")
                .with("severity", "high");
    }

    private Watched run(boolean root, String script, String policy) {
        Command command = Command.shell(directory, script + "\nexit 0");
        if (root) {
            Host.needsRoot();
        } else {
            Host.needsReachableRepository();
            command = command.asUser(Host.ORDINARY_USER);
        }
        Watched watched = ShrikeRun.of(command).policyText(policy).run();
        assertThat(watched.ending()).as("%s", watched.ran()).isEqualTo(new Ending.Exited(0));
        return watched;
    }
}
