package io.shrike.trace.path;

import static io.shrike.trace.path.NameUse.ENTRY;
import static io.shrike.trace.path.NameUse.FOLLOW;
import static io.shrike.trace.path.NameUse.FOLLOW_OR_CREATE;
import static io.shrike.trace.path.NameUse.NOFOLLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.libc.ProcessCalls;
import io.shrike.trace.testing.TestChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tracees with a root directory, a mount namespace or a PID namespace of their own. */
class OtherRootTest {
    private Path folder;
    private Path jail;

    @BeforeEach
    void buildJail() throws IOException {
        folder = Files.createTempDirectory("shrike-roots").toRealPath();
        assumeTrue(ProcessCalls.getuid() == 0, "chroot and unshare need root");
        jail = Files.createDirectory(folder.resolve("jail"));
        Files.createDirectories(jail.resolve("etc"));
        Files.createDirectories(jail.resolve("sub"));
        Files.writeString(jail.resolve("etc/passwd"), "x");
        Files.createSymbolicLink(jail.resolve("absolute"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(jail.resolve("sub/climb"), Path.of("../../../../etc/passwd"));
        Files.createSymbolicLink(jail.resolve("dangling"), Path.of("/etc/new"));
        Files.createSymbolicLink(jail.resolve("directory"), Path.of("/etc"));
    }

    /** Not by JUnit, which warns of links that lead out. */
    @AfterEach
    void removeJail() throws IOException {
        new ProcessBuilder("rm", "-rf", folder.toString()).start().onExit().join();
    }

    private void assertInJail(Names names, String name, NameUse use, String file) {
        assertThat(names.path(name, use)).as("%s %s", use, name).isEqualTo(jail + file);
    }

    @Test
    void resolvesInsideAChroot() {
        try (TestChild tracee = TestChild.tracee("-r", jail.toString(), "-c", "/sub");
                Names names = Names.of(tracee.pid())) {
            for (NameUse use : new NameUse[] {FOLLOW, FOLLOW_OR_CREATE}) {
                assertInJail(names, "/etc/passwd", use, "/etc/passwd");
                assertInJail(names, "/absolute", use, "/etc/passwd");
                assertInJail(names, "../absolute", use, "/etc/passwd");
                assertInJail(names, "climb", use, "/etc/passwd");
                assertInJail(names, "/../../../absolute", use, "/etc/passwd");
                assertInJail(names, "../../../etc/passwd", use, "/etc/passwd");
                assertInJail(names, "/directory/passwd", use, "/etc/passwd");
            }
            assertInJail(names, "/dangling", FOLLOW_OR_CREATE, "/etc/new");
            assertInJail(names, "/directory/new", ENTRY, "/etc/new");
            assertInJail(names, "/absolute", NOFOLLOW, "/absolute");
            assertInJail(names, "/absolute", ENTRY, "/absolute");
            assertInJail(names, "/", FOLLOW, "");
            assertThat(names.path("/bin/sh", FOLLOW)).isEqualTo("(none)");
        }
    }

    /** chroot(2) leaves the working directory: a process may stand outside its root. */
    @Test
    void resolvesFromAWorkingDirectoryOutsideTheRoot() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "x");
        try (TestChild tracee = TestChild.tracee("-c", outside.toString(), "-r", jail.toString());
                Names names = Names.of(tracee.pid())) {
            assertThat(names.path("file", FOLLOW)).isEqualTo(outside + "/file");
            assertThat(names.path("../outside/file", FOLLOW)).isEqualTo(outside + "/file");
            assertThat(names.path("../jail/absolute", FOLLOW)).isEqualTo(jail + "/etc/passwd");
        }
    }

    @Test
    void looksThroughABindMountOfAnotherMountNamespace() throws IOException {
        Path over = Files.createDirectory(folder.resolve("over"));
        Files.writeString(over.resolve("hidden"), "x");
        try (TestChild tracee = TestChild.tracee("-u", "-b", jail.toString(), over.toString(), "-c", over.toString());
                Names names = Names.of(tracee.pid())) {
            for (NameUse use : NameUse.values()) {
                assertThat(names.path(over + "/etc/passwd", use)).isEqualTo(over + "/etc/passwd");
                assertThat(names.path("etc/passwd", use)).isEqualTo(over + "/etc/passwd");
            }
            assertThat(names.path("hidden", FOLLOW)).isEqualTo("(none)");
            assertThat(names.path("../over/sub/../etc/passwd", FOLLOW)).isEqualTo(over + "/etc/passwd");
        }
        try (Names own = Names.ofThisProcess()) {
            assertThat(own.path(over + "/hidden", FOLLOW)).isEqualTo(over + "/hidden");
        }
    }

    /** The root that a bind mount shows once more is not the root where names end. */
    @Test
    void climbsOutOfABindMountOfTheRoot() throws IOException {
        Path host = Files.createDirectory(folder.resolve("host"));
        Files.writeString(folder.resolve("beside"), "x");
        try (TestChild tracee = TestChild.tracee("-u", "-b", "/", host.toString());
                Names names = Names.of(tracee.pid())) {
            for (NameUse use : NameUse.values()) {
                assertThat(names.path(host + "/../beside", use)).isEqualTo(folder + "/beside");
            }
        }
    }

    @Test
    void noticesARootThatChangesAfterTheFirstLook() {
        try (TestChild free = TestChild.tracee();
                Names names = Names.of(free.pid())) {
            assertThat(names.path("/etc/passwd", FOLLOW)).isEqualTo("/etc/passwd");
        }
        try (TestChild free = TestChild.tracee();
                TestChild jailed = TestChild.tracee("-r", jail.toString());
                Names names = Names.of(free.pid())) {
            assertThat(names.path("/etc/passwd", FOLLOW)).isEqualTo("/etc/passwd");
            names.turnTo(jailed.pid());
            assertInJail(names, "/etc/passwd", FOLLOW, "/etc/passwd");
            names.turnTo(free.pid());
            assertThat(names.path("/etc/passwd", FOLLOW)).isEqualTo("/etc/passwd");
        }
    }

    @Test
    void takesSelfForTheTraceeInItsPidNamespace() {
        try (TestChild outer = TestChild.tracee("-p", "-i", "-o", "971", "/etc/passwd")) {
            assertThat(outer.told()).containsExactly(1);
            int inner = child(outer.pid());
            try (Names names = Names.of(inner)) {
                assertThat(names.path("/proc/self/status", FOLLOW)).isEqualTo("/proc/1/status");
                assertThat(names.path("/proc/self/fd/971", FOLLOW)).isEqualTo("/etc/passwd");
                assertThat(names.path("/proc/thread-self/status", FOLLOW)).isEqualTo("/proc/1/task/1/status");
            }
        }
    }

    private static int child(int pid) {
        try {
            return Integer.parseInt(Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"))
                    .strip());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
