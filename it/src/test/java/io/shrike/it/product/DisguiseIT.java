package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule about one file is about that file, whatever name or descriptor leads to it; see docs/disguises.md. */
class DisguiseIT {
    @TempDir(factory = OpenDirectory.class)
    Path directory;

    /** Who runs the fixture. */
    enum User {
        ROOT,
        ORDINARY
    }

    @BeforeEach
    void plant() throws IOException {
        Path parent = Files.createDirectory(directory.resolve("parent"));
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Path secret : List.of(directory.resolve("secret"), parent.resolve("secret"))) {
            Files.writeString(secret, "TOP secret\n");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw-rw-"));
        }
        Files.createLink(directory.resolve("before"), directory.resolve("secret"));
    }

    @ParameterizedTest
    @EnumSource
    void knowsAFileByItsHardLinks(User user) {
        run("hardlink", user, "alert")
                .check()
                .contains(
                        disguised("file_access", "before").with("file.operation", "open"),
                        disguised("file_change", "before").with("file.operation", "write"),
                        disguised("file_access", "after"),
                        disguised("file_change", "after").with("file.operation", "chmod"))
                .containsNone(event("file_change").with("file.operation", "unlink"));
    }

    @ParameterizedTest
    @EnumSource
    void knowsAFileWhereItIsMounted(User user) {
        Watched watched = run("bind_mount", user, "alert");
        assumeTrue(watched.ran().stdout().contains("bind = 0"), "mounts are not allowed here");
        watched.check().contains(disguised("file_access", "cover"));
    }

    @ParameterizedTest
    @EnumSource
    void knowsAFileWhoseDirectoryGotAnotherName(User user) {
        run("renamed_parent", user, "alert")
                .check()
                .contains(event("file_access")
                        .with("file.path", directory + "/moved/secret")
                        .with("file.namedPath", directory + "/parent/secret"));
    }

    @ParameterizedTest
    @EnumSource
    void seesADescriptorReopened(User user) {
        EventMatcher reopened = event("file_access").with("file.path", directory + "/secret");
        run("opath_reopen", user, "alert")
                .check()
                .contains(
                        reopened.matching("file.requestedPath", "/proc/self/fd/[0-9]+"),
                        reopened.matching("file.requestedPath", "/proc/thread-self/fd/[0-9]+"),
                        reopened.matching("file.requestedPath", "/dev/fd/[0-9]+"));
    }

    /** Descriptors are judged where they are opened; what goes through them later is not. */
    @ParameterizedTest
    @EnumSource
    void seesTheOpenThatComesBeforeAWriteOfAnotherKind(User user) {
        for (String fixture : List.of("scm_rights", "copy_into")) {
            run(fixture, user, "alert")
                    .check()
                    .contains(event("file_change")
                            .with("file.path", directory + "/secret")
                            .with("file.operation", "write")
                            .having("file.flags", "O_RDWR"));
        }
    }

    static Stream<Arguments> readers() {
        List<Arguments> all = new ArrayList<>();
        for (String fixture : List.of("hardlink", "bind_mount", "renamed_parent", "opath_reopen")) {
            for (User user : User.values()) {
                all.add(Arguments.of(fixture, user));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("readers")
    void readsNothingInAnyDisguiseWhereABlockRuleDenies(String fixture, User user) {
        Watched watched = run(fixture, user, "block");
        assertThat(watched.ran().stdout()).doesNotContain("TOP");
        if (!fixture.equals("bind_mount") || watched.ran().stdout().contains("bind = 0")) {
            assertThat(watched.ran().stdout()).contains("= -1 EPERM");
            watched.check().contains(event("file_access").with("outcome", "denied"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhoReachesForTheWatchers(User user) {
        Watched watched = run("tamper", user, "alert");
        for (String call : List.of(
                "kill",
                "tgkill",
                "tkill",
                "rt_sigqueueinfo",
                "rt_tgsigqueueinfo",
                "pidfd_send_signal",
                "process_vm_writev",
                "ptrace")) {
            watched.check().contains(tampering(call, "sensor"));
        }
        watched.check()
                .contains(tampering("kill", "launcher"), tampering("openat", "sensor"), tampering("openat", "launcher"))
                .containsNone(event("syscall").with("syscall.name", "kill").with("syscall.details.sig", "0"));
        assertThat(watched.ran().stdout()).contains("ordinary = 0");
    }

    private static EventMatcher tampering(String call, String victim) {
        return event("syscall")
                .with("syscall.name", call)
                .with("syscall.aimedAt", victim)
                .with("severity", "high")
                .havingMember("rules", "rule", "selfProtection");
    }

    private EventMatcher disguised(String type, String name) {
        return event(type)
                .with("file.path", directory + "/" + name)
                .with("file.namedPath", directory + "/secret")
                .with("severity", "critical");
    }

    private Watched run(String fixture, User user, String action) {
        Command command = Command.of(directory, Fixtures.path(fixture).toString());
        if (user == User.ROOT) {
            Host.needsRoot();
        } else {
            Host.needsReachableRepository();
            command = command.asUser(Host.ORDINARY_USER);
        }
        return ShrikeRun.of(command)
                .policyText("""
                        fileIntegrityMonitoring:
                          paths:
                            - {path: %1$s/secret, events: [open, write, chmod, unlink], severity: critical, action: %2$s}
                            - {path: %1$s/parent/secret, events: [open, write], severity: critical, action: %2$s}
                        actions:
                          block: {enabled: true, action: deny}
                        """.formatted(directory, action))
                .run();
    }
}
