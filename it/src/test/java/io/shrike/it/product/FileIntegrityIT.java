package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Repository;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path names a file, not a spelling: every way to it is seen. */
class FileIntegrityIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void tellsOfTheShadowFileAndOfACronJob() {
        Host.needsRoot();
        String script =
                "cat /etc/shadow >/dev/null; echo x >>/etc/cron.d/zz; chmod 600 /etc/cron.d/zz; rm /etc/cron.d/zz";
        Watched watched = ShrikeRun.of(Command.shell(directory, script))
                .policy(Repository.policy("fim-policy"))
                .run();
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(0));
        watched.check()
                .contains(
                        by("cat", event("file_access").with("file.path", "/etc/shadow"))
                                .with("severity", "critical")
                                .with("file.operation", "open"),
                        event("file_change")
                                .with("file.path", "/etc/cron.d/zz")
                                .with("file.operation", "write")
                                .having("file.flags", "O_APPEND")
                                .present("process.ancestors"),
                        by("rm", event("file_change").with("file.path", "/etc/cron.d/zz"))
                                .with("file.operation", "unlink"));
    }

    @Test
    void seesThroughEverySpellingOfAnOpen() {
        Watched watched = watched("open_variants");
        Stream.of(
                        "watched/secret",
                        "secret",
                        "./watched/secret",
                        "watched/../watched/secret",
                        "watched//secret",
                        "watched/./secret",
                        "link/secret",
                        "to-secret",
                        "link/../watched/secret",
                        "../watched/secret",
                        "/proc/self/cwd/watched/secret",
                        "/proc/self/root" + directory + "/watched/secret",
                        "/proc/thread-self/root" + directory + "/watched/secret",
                        directory + "/watched/secret",
                        "/" + directory + "//watched///secret",
                        "/../../.." + directory + "/watched/secret")
                .forEach(spelling -> watched.check()
                        .contains(event("file_access")
                                .with("file.requestedPath", spelling)
                                .with("file.path", directory + "/watched/secret")));
        for (String pattern : new String[] {"/proc/self/fd/[0-9]+/secret", "/dev/fd/[0-9]+/secret"}) {
            watched.check()
                    .contains(event("file_access")
                            .matching("file.requestedPath", pattern)
                            .with("file.path", directory + "/watched/secret"));
        }
        watched.check()
                .contains(
                        event("file_change")
                                .matching("file.requestedPath", "/proc/self/fd/[0-9]+")
                                .with("file.path", directory + "/watched/secret"),
                        event("file_access").with("file.requestedPath", "hard"),
                        change("secret", "write").with("file.syscall", "openat2"),
                        change("created", "write").having("file.flags", "O_CREAT"));
        watched.check()
                .containsNone(event("file_access").with("file.path", directory + "/watched/missing"))
                .containsNone(event("file_access").with("file.requestedPath", "loop/secret"));
    }

    @Test
    void seesContentChangedWithoutOpening() {
        watched("truncate")
                .check()
                .contains(
                        here("file", "write").with("file.syscall", "truncate"),
                        here("file", "write").with("file.syscall", "ftruncate"),
                        here("file", "write").with("file.syscall", "fallocate"));
    }

    @Test
    void seesEveryWayToRemove() {
        watched("remove")
                .check()
                .contains(
                        here("b", "unlink").with("file.syscall", "unlinkat"),
                        here("to-c", "unlink"),
                        here("e", "unlink"),
                        here("f", "unlink"));
    }

    @Test
    void seesRenamesOnBothSides() {
        watched("rename")
                .check()
                .contains(
                        event("file_change").with("file.path", directory + "/target"),
                        event("file_change").with("file.path", directory + "/dir/inner"),
                        event("file_change").with("file.path", directory + "/dir"),
                        here("moved/new", "write"));
    }

    @Test
    void seesNamesMadeByLinking() {
        watched("link")
                .check()
                .contains(
                        here("hard2", "write").with("file.syscall", "linkat"),
                        here("soft2", "write").with("file.syscall", "symlinkat"),
                        here("from-temporary", "write"));
    }

    @Test
    void seesNodes() {
        watched("make_nodes")
                .check()
                .contains(here("fifo2", "write").with("file.syscall", "mknodat"), here("null", "write"));
    }

    @Test
    void seesTheChmodFamily() {
        watched("mode")
                .check()
                .contains(
                        here("a", "chmod").with("file.syscall", "fchmod"),
                        here("a", "chmod").with("file.syscall", "fchmodat").with("file.mode", "4755"),
                        here("a", "chmod").with("file.syscall", "fchmodat2"),
                        here("a", "chmod").with("file.syscall", "fchmodat2").with("file.requestedPath", ""));
    }

    @Test
    void seesTheChownFamily() {
        watched("owner")
                .check()
                .contains(
                        here("a", "chown").with("file.syscall", "fchown"),
                        here("a", "chown").with("file.syscall", "fchownat"),
                        here("soft", "chown").with("file.syscall", "fchownat"),
                        here("a", "chown").with("file.syscall", "fchownat").with("file.requestedPath", ""));
    }

    @Test
    void seesTheSetxattrFamily() {
        watched("attributes")
                .check()
                .contains(
                        here("a", "xattr").with("file.syscall", "setxattr"),
                        here("a", "xattr").with("file.syscall", "lsetxattr"),
                        here("a", "xattr").with("file.syscall", "fsetxattr"));
    }

    @Test
    void looksNamesUpInTheRootOfTheProcess() {
        Host.needsRoot();
        watched("chroot")
                .check()
                .contains(
                        here("jail/etc/passwd", "write").with("file.requestedPath", "/etc/passwd"),
                        here("jail/etc/passwd", "write").with("file.requestedPath", "etc/passwd"),
                        here("jail/etc/passwd", "write").with("file.requestedPath", "../../etc/passwd"),
                        here("outside", "write"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"int80_calls", "x32_calls", "i386_calls"})
    void doesNotTakeAForeignNumberForAnotherCall(String fixture) {
        assumeTrue(Fixtures.exists(fixture), fixture + " cannot be built here");
        Watched watched = watched(fixture);
        watched.check()
                .containsNone(
                        event("file_change").with("file.operation", "chown").with("file.path", "/"));
        if (watched.ran().stdout().contains("open write = 0")
                || watched.ran().stdout().contains("open write = 3")) {
            watched.check().contains(here("secret", "write").with("file.syscall", "open"));
        }
    }

    @Test
    void readsOnlyTheLowHalfOfAnInt() {
        assumeTrue(Fixtures.exists("high_halves"), "x86_64 only");
        watched("high_halves")
                .check()
                .contains(
                        here("secret", "write").with("file.syscall", "openat").having("file.flags", "O_WRONLY"),
                        here("secret", "write").with("file.syscall", "openat").having("file.flags", "O_RDWR"),
                        here("secret", "write").with("file.syscall", "open").having("file.flags", "O_APPEND"),
                        here("secret", "unlink"));
    }

    @Test
    void saysWhenAPathCannotBeRead() {
        watched("bad_pointers")
                .check()
                .contains(
                        event("file_access").with("file.requestedPath", "file").with("file.path", directory + "/file"),
                        event("file_access").with("file.requestedPath", "file").with("file.path", directory + "/file"));
    }

    @Test
    void doesNotStopForReadsThatNoRuleWatches() {
        Watched watched = ShrikeRun.of(
                        Command.of(directory, Fixtures.path("open_variants").toString()))
                .policyText(rule("write, unlink"))
                .run();
        watched.check().containsNone(event("file_access")).contains(change("secret", "write"));
    }

    private Watched watched(String fixture) {
        Command command = Command.of(directory, Fixtures.path(fixture).toString());
        return ShrikeRun.of(command)
                .policyText(rule("open, write, unlink, chmod, chown, rename, xattr"))
                .run();
    }

    private String rule(String events) {
        return """
                fileIntegrityMonitoring:
                  paths:
                    - path: %s
                      recursive: true
                      events: [%s]
                      severity: high
                """.formatted(directory, events);
    }

    private EventMatcher here(String name, String operation) {
        return event("file_change").with("file.path", directory + "/" + name).with("file.operation", operation);
    }

    private EventMatcher change(String name, String operation) {
        return here("watched/" + name, operation);
    }

    private static EventMatcher by(String program, EventMatcher matcher) {
        return matcher.matching("process.executable", ".*/" + program)
                .with("process.name", program)
                .where(
                        "process.ancestors",
                        "names a shell",
                        ancestors -> ancestors.toString().contains("sh"));
    }
}
