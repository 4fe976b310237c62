package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disguises of docs/disguises.md are told of an ordinary user, by a sensor that is one, as of root. */
class EveryUserIT {
    private static final List<String> TELLING = List.of(
            "file.operation",
            "file.syscall",
            "file.path",
            "execution.syscall",
            "execution.requestedPath",
            "execution.fileless",
            "process.executable",
            "network.protocol",
            "network.destIp",
            "network.destPort",
            "dns.questions[0].name",
            "syscall.name");

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open_variants",
                "truncate",
                "remove",
                "rename",
                "link",
                "mode",
                "copy_into",
                "memfd_script",
                "fileless",
                "exec_variants SCRIPT",
                "exec_thread",
                "loader /lib64/ld-linux-x86-64.so.2",
                "i386_calls",
                "int80_calls",
                "x32_calls",
                "io_uring",
                "net_out",
                "dns"
            })
    void tellsOfAnOrdinaryUserWhatItTellsOfRoot(String line) throws IOException {
        Host.needsRoot();
        Host.needsReachableRepository();
        assumeTrue(Fixtures.exists(line.split(" ")[0]), "this machine cannot build it");
        assumeTrue(
                !line.startsWith("loader") || Files.exists(Path.of(line.split(" ")[1])),
                "another dynamic loader is used here");
        assumeTrue(
                !line.startsWith("i386_")
                        || command(true, line).alone().ending().equals(new Ending.Exited(0)),
                "the kernel runs no 32-bit programs");
        Set<String> asRoot = told(true, line);
        assertThat(asRoot).isNotEmpty();
        assertThat(told(false, line)).isEqualTo(asRoot);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void knowsAnAppletOfBusyboxAndAProgramThatIsNew(boolean root) throws IOException {
        Path busybox = Files.copy(Host.needs("busybox").toRealPath(), directory.resolve("box"));
        Files.setPosixFilePermissions(busybox, PosixFilePermissions.fromString("rwxr-xr-x"));
        String script =
                "ln -s box true; ./true; cp box busybox; sleep 1.1; cp box fresh && ./fresh; ./busybox true x; exit 0";
        Path place = Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        ShrikeRun.of(Command.as(root, place, Path.of("/bin/sh"), "-c", script))
                .policyText("""
                        processExecution:
                          trackedExecutables:
                            - {name: "true", severity: high}
                            - {newBinary: true, severity: low}
                        """)
                .run()
                .check()
                .contains(
                        execution("box").with("execution.requestedPath", "./true"),
                        execution("busybox").with("severity", "high"),
                        execution("fresh").with("execution.newBinary", true));
    }

    private EventMatcher execution(String name) {
        return event("process_execution").with("process.executable", directory + "/" + name);
    }

    private Command command(boolean root, String line) throws IOException {
        Path place = Files.createTempDirectory(directory, "run");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path secret = Files.writeString(place.resolve("secret"), "TOP secret\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
        String[] words =
                line.replace("SCRIPT", Fixtures.path("script.sh").toString()).split(" ");
        String[] rest = List.of(words).subList(1, words.length).toArray(new String[0]);
        // a search in directories that are closed to some is told of those only
        return Command.as(root, place, Fixtures.path(words[0]), rest).withEnvironment("PATH", "/usr/bin:/bin");
    }

    private Set<String> told(boolean root, String line) throws IOException {
        Command command = command(root, line);
        return ShrikeRun.of(command).policyText("""
                fileIntegrityMonitoring:
                  paths:
                    - {path: %s, recursive: true, events: [open, write, unlink, chmod, chown, rename, xattr]}
                processExecution:
                  trackedExecutables: [{name: "*"}]
                networkMonitoring:
                  outboundConnections: {blocklist: ["0.0.0.0/0", "::/0"], blockedDomains: [watched.example.com]}
                syscallFiltering:
                  rules: [{syscalls: [io_uring_setup]}]
                """.formatted(directory)).run().events().stream()
                .filter(event -> event.text("rules[0].rule").isPresent())
                .map(event -> summary(event, command.directory()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without what differs from run to run: the directory, and numbers of processes. */
    private static String summary(Json event, Path place) {
        return Stream.concat(Stream.of("eventType"), TELLING.stream())
                .flatMap(path -> event.at(path).map(Json::toString).map(value -> path + "=" + value).stream())
                .collect(Collectors.joining(" "))
                .replace(place.toString(), "HERE")
                .replaceAll("[0-9]{3,}", "N");
    }
}
