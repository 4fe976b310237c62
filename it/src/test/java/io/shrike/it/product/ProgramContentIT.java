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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that gives the SHA-256 of a program finds it under every name, and nothing else; see docs/disguises.md. */
class ProgramContentIT {
    private static final int SIGKILL = 9;
    private static final int LARGE = 9 << 20;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private static void may(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Path copy(Path program, String name) throws IOException {
        Path copy = Files.copy(program, directory.resolve(name));
        may(copy, "rwxr-xr-x");
        return copy;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Watched run(boolean root, String policy, Path program, String... words) {
        return ShrikeRun.of(Command.as(root, directory, program, words))
                .policyText(policy)
                .run();
    }

    private Watched shell(boolean root, String policy, String script) {
        return run(root, policy, Path.of("/bin/sh"), "-c", script);
    }

    private static String alert(String... digests) {
        return """
                processExecution:
                  trackedExecutables:
                    - {sha256: [%s], severity: critical}
                """.formatted(String.join(", ", digests));
    }

    private static String block(String digest, String action) {
        return """
                processExecution:
                  trackedExecutables:
                    - {sha256: %s, action: block}
                actions:
                  block: {enabled: true, action: %s}
                """.formatted(digest, action);
    }

    private EventMatcher execution(String name, String digest) {
        return event("process_execution")
                .with("process.executable", directory + "/" + name)
                .with("process.sha256", digest);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsACopyUnderAnotherNameAndNotOneWithAnotherByte(boolean root) throws IOException {
        Path busybox = Host.needs("busybox").toRealPath();
        copy(busybox, "kworker");
        Files.write(copy(busybox, "longer"), new byte[] {0}, StandardOpenOption.APPEND);
        shell(root, alert(sha256(busybox)), "./longer; ./kworker; ./kworker; exit 3")
                .check()
                .containsExactly(2, execution("kworker", sha256(busybox)).with("severity", "critical"))
                .containsExactly(2, event("process_execution"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsACopyInMemoryAndADeletedOne(boolean root) throws IOException {
        String echo = sha256(Path.of("/bin/echo"));
        EventMatcher fileless =
                event("process_execution").with("process.sha256", echo).with("execution.fileless", true);
        for (String policy : new String[] {alert(echo), block(echo, "deny")}) {
            run(root, policy, Fixtures.path("fileless"))
                    .check()
                    .contains(
                            fileless.matching("process.executable", "/memfd:hidden.*"),
                            fileless.matching("process.executable", ".*/gone \\(deleted\\)"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsAScriptAndTheInterpreterOfAnother(boolean root) throws IOException {
        Path shell = copy(Path.of("/bin/sh").toRealPath(), "interpreter");
        for (String name : new String[] {"job", "other"}) {
            Path script = Files.writeString(directory.resolve(name), "#!" + shell + "\n" + "echo " + name + "\n");
            may(script, "rwxr-xr-x");
        }
        String job = sha256(directory.resolve("job"));
        run(root, alert(job), directory.resolve("job")).check().contains(execution("job", job));
        run(root, alert(job), directory.resolve("other")).check().containsNone(event("process_execution"));
        run(root, alert(sha256(shell)), directory.resolve("other"))
                .check()
                .contains(event("process_execution").having("execution.interpreterSha256", sha256(shell)));
    }

    @ParameterizedTest
    @CsvSource({"true,deny", "false,deny", "true,terminate", "false,terminate"})
    void blocksACopyBeforeItRuns(boolean root, String action) throws IOException {
        copy(Path.of("/bin/echo"), "harmless");
        Watched watched = shell(root, block(sha256(Path.of("/bin/echo")), action), "(./harmless ran); exit 3");
        assertThat(watched.ran().stdout()).doesNotContain("ran");
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(3));
        watched.check()
                .contains(execution("harmless", sha256(Path.of("/bin/echo")))
                        .with("outcome", action.equals("deny") ? "denied" : "terminated"));
    }

    /** Both names are swapped by another thread while their exec is decided. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void killsAProgramThatWasSwappedInBeforeItRuns(boolean root) throws IOException {
        copy(Fixtures.path("exec_race"), "harmless");
        Path secret = copy(Fixtures.path("exec_race"), "secret");
        Files.write(secret, new byte[] {0}, StandardOpenOption.APPEND);
        Watched watched = run(root, block(sha256(secret), "deny"), Fixtures.path("exec_race"), "5");
        assertThat(watched.ran().stdout()).startsWith("secrets 0 killed ").doesNotContain("killed 0");
        watched.check().contains(execution("secret", sha256(secret)).with("outcome", "terminated"));
    }

    /** Reading it would take longer than a program may be held up; when it is known, it is blocked like any other. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsThatALargeProgramWasKnownTooLate(boolean root) throws IOException {
        Path large = copy(Host.needs("busybox").toRealPath(), "busybox-large");
        Files.write(large, new byte[LARGE], StandardOpenOption.APPEND);
        Watched watched = shell(
                root,
                block(sha256(large), "deny"),
                "sleep 3; ./busybox-large echo first; sleep 3; ./busybox-large echo second; exit 3");
        assertThat(watched.ran().stdout()).contains("first").doesNotContain("second");
        watched.check()
                .contains(
                        execution("busybox-large", sha256(large))
                                .with("outcome", "failed_to_block")
                                .matching("note", "known by its content, .*"),
                        execution("busybox-large", sha256(large)).with("outcome", "denied"));
    }

    @Test
    void countsAProgramThatTheSensorMayNotRead() throws IOException {
        may(copy(Path.of("/bin/echo"), "unreadable"), "--x--x--x");
        Watched watched = shell(false, alert("0".repeat(64)), "./unreadable ran; exit 3");
        assertThat(watched.ran().stdout()).contains("ran");
        watched.check().contains(event("sensor_status").with("status.unwatched.unreadable:sha256:EACCES", 1));
    }

    @Test
    void killsTheProgramItselfWhereTheRuleTerminates() throws IOException {
        Path copy = copy(Path.of("/bin/echo"), "harmless");
        Watched watched = run(true, block(sha256(copy), "terminate"), copy, "ran");
        assertThat(watched.ending()).isEqualTo(new Ending.Signaled(SIGKILL));
        assertThat(watched.ran().stdout()).isEmpty();
    }
}
