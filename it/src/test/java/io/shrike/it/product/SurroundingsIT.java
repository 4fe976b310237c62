package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Alone;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.Repository;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The places where Shrike is started: as another user, on a read-only root, without input, as the first process. */
class SurroundingsIT {
    private static final String EVERYTHING = """
            fileIntegrityMonitoring:
              paths:
                - path: %s
                  recursive: true
                  events: [open, write, unlink]
            processExecution:
              trackedExecutables:
                - name: "*"
                  captureArgs: true
            """;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void watchesAnOrdinaryUser() {
        Host.needsRoot();
        Host.needsReachableRepository();
        Watched watched =
                Alone.same(() -> Command.shell(directory, "id -u; umask; cat /etc/shadow 2>/dev/null; echo code $?")
                        .asUser(Host.ORDINARY_USER));
        watched.check()
                .contains(event("file_access")
                        .with("file.path", "/etc/shadow")
                        .with("process.uid", Host.ORDINARY_USER)
                        .with("process.name", "cat"));
    }

    @Test
    void runsOnAReadOnlyRoot() {
        Host.needsRoot();
        Host.needs("unshare");
        String readOnly = """
                mount --make-rprivate / && mount --bind "$0" "$0" && for each in /tmp/shrike-it-events*; do
                  mount --bind "$each" "$each"; done && mount -o remount,bind,ro / && cd "$0" && exec "$@"
                """;
        Command command = Command.shell(
                        directory, "touch /tmp/x 2>/dev/null && echo writable; echo x > made && cat made")
                .wrappedIn("unshare", "-m", "sh", "-c", readOnly, directory.toString());
        Ran alone = Command.shell(directory, "! touch /var/tmp/x")
                .wrappedIn(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount --make-rprivate / && mount -o remount,bind,ro / && exec \"$@\"",
                        "sh")
                .alone();
        assumeTrue(alone.ending().equals(new Ending.Exited(0)), "the root cannot be made read-only: " + alone);
        Watched watched = ShrikeRun.of(command)
                .policyText(EVERYTHING.formatted(directory))
                .run();
        assertThat(watched.ran().stdout()).isEqualTo("x\n");
        watched.check().contains(event("file_change").with("file.path", directory + "/made"));
    }

    @Test
    void runsWithStandardInputClosed() {
        Alone.same(() -> fixture("inherited").withStdinClosed());
        Alone.same(() -> Command.shell(directory, "cat; echo code $?").withStdinClosed());
    }

    @Test
    void passesStandardInputThrough() {
        Watched watched = Alone.same(() -> Command.of(directory, "cat").withStdin("a\0b\n".repeat(100_000)));
        assertThat(watched.ran().out().length()).isEqualTo(400_000);
    }

    @Test
    void isAFirstProcessThatReapsAndForwards() {
        Host.needs("unshare");
        Host.needsRoot();
        Watched watched = ShrikeRun.of(Command.shell(
                                directory, Fixtures.path("reaper") + "; sleep 0.1; ps -e -o stat= | grep -c Z; exit 9")
                        .wrappedIn("unshare", "--pid", "--fork", "--kill-child", "--mount-proc"))
                .policy(Repository.policy("minimal-policy"))
                .run();
        assertThat(watched.ran().stdout()).isEqualTo("children left: none\n0\n");
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(9));
    }

    @Test
    void writesArgumentsOfTwoMebibytes() {
        Watched watched = everything(fixture("exec_large"));
        assertThat(watched.ran().stdout()).contains("large: exited 0");
        watched.check()
                .contains(event("process_execution")
                        .with("process.name", "exec_large")
                        .with("process.arguments[0]", "large"));
    }

    @Test
    void writesHostileNamesSoThatTheBytesCanBeHadBack() {
        Watched watched = everything(fixture("names"));
        for (String name : new String[] {
            "new\nline",
            "carriage\rreturn",
            "quote\"quote'quote`",
            "escape\033[31mred\033]0;title\007",
            "right-to-left \u202e override",
            "line separator \u2028 end",
            "emoji \ud83d\udc26",
            "{\"eventType\":\"forged\"}",
            "\001\002\003\037"
        }) {
            change(watched, name, name);
        }
        change(watched, "back\\\\slash\\\\", "back\\\\slash\\\\");
        change(watched, "\\\\x41", "\\\\x41");
        change(
                watched,
                "invalid\\xff\\xfe utf-8",
                ByteString.of(bytes("invalid\u00ff\u00fe utf-8")).escaped());
        change(watched, "overlong \\xc0\\xaf", "overlong \\xc0\\xaf");
        watched.check()
                .contains(event("process_execution").having("process.arguments", "new\nline"))
                .containsNone(event("forged"));
    }

    @Test
    void writesTheLongestPath() {
        everything(fixture("long_path"))
                .check()
                .contains(
                        event("file_change")
                                .where(
                                        "file.path",
                                        "has 4,095 bytes",
                                        path -> path.toString().length() == 4097),
                        event("file_access")
                                .where(
                                        "file.requestedPath",
                                        "has 4,095 bytes",
                                        path -> path.toString().length() == 4097)
                                .with("file.path", directory + "/watched-file"));
    }

    @Test
    void writesEventsToStandardErrorByDefault() {
        Ran ran = Command.of(
                        directory,
                        Repository.shrike().toString(),
                        "run",
                        "--policy",
                        Repository.policy("minimal-policy").toString(),
                        "--",
                        "echo",
                        "hello")
                .alone();
        assertThat(ran.stdout()).isEqualTo("hello\n");
        assertThat(ran.stderr()).contains("\"eventType\":\"sensor_status\"");
    }

    private void change(Watched watched, String requested, String pathEnd) {
        watched.check()
                .contains(event("file_change")
                        .with("file.operation", "write")
                        .with("file.requestedPath", requested)
                        .with("file.path", directory + "/" + pathEnd));
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Watched everything(Command command) {
        return ShrikeRun.of(command).policyText(EVERYTHING.formatted(directory)).run();
    }

    private Command fixture(String name) {
        return Command.of(directory, Fixtures.path(name).toString());
    }
}
