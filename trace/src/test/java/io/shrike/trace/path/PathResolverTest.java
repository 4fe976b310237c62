package io.shrike.trace.path;

import static io.shrike.trace.path.NameUse.ENTRY;
import static io.shrike.trace.path.NameUse.FOLLOW;
import static io.shrike.trace.path.NameUse.FOLLOW_OR_CREATE;
import static io.shrike.trace.path.NameUse.NOFOLLOW;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileTarget;
import io.shrike.trace.testing.TestChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Names below this tree, looked up for a process that works in {@code sub}:
 *
 * <pre>
 * file   sub/inner   sub/deep/leaf
 * link -> file   absolute -> TREE/file   directory -> sub   chain -> link   up -> ../TREE/sub/deep
 * dangling -> sub/missing   loop -> loop   one -> two   two -> one
 * </pre>
 */
class PathResolverTest {
    @TempDir
    Path parent;

    private Path tree;
    private TestChild tracee;
    private Names names;

    @BeforeEach
    void plantTree() throws IOException {
        tree = Files.createDirectory(parent.toRealPath().resolve("tree"));
        Files.createDirectories(tree.resolve("sub/deep"));
        Files.writeString(tree.resolve("file"), "x");
        Files.writeString(tree.resolve("sub/inner"), "x");
        Files.writeString(tree.resolve("sub/deep/leaf"), "x");
        link("link", "file");
        link("absolute", tree + "/file");
        link("directory", "sub");
        link("chain", "link");
        link("up", "../tree/sub/deep");
        link("dangling", "sub/missing");
        link("loop", "loop");
        link("one", "two");
        link("two", "one");
        tracee = TestChild.tracee("-c", tree + "/sub", "-o", "7", tree.toString(), "-o", "8", tree + "/file", "-t");
        names = Names.of(tracee.pid());
    }

    @AfterEach
    void endTracee() {
        names.close();
        tracee.close();
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(tree.resolve(name), Path.of(target));
    }

    private String below(String path) {
        return path.startsWith(tree + "/") ? path.substring(tree.toString().length() + 1) : path;
    }

    private String at(int dirfd, String name, NameUse use) {
        return below(names.path(dirfd, name, use));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file|file",
                "link|file",
                "absolute|file",
                "chain|file",
                "directory/inner|sub/inner",
                "up/leaf|sub/deep/leaf",
                "up/..|sub",
                "up/../inner|sub/inner",
                "sub/../file|file",
                "sub//deep///leaf|sub/deep/leaf",
                "./sub/./deep/.|sub/deep",
                "directory/deep/../../link|file",
                "sub/|sub",
                "directory/|sub",
                "directory/.|sub",
                "missing|(none)",
                "missing/..|(none)",
                "sub/missing/../inner|(none)",
                "file/below|(none)",
                "file/..|(none)",
                "file/.|(none)",
                "file/|(none)",
                "link/|(none)",
                "dangling|(none)",
                "loop|(none)",
                "one|(none)",
                "loop/below|(none)",
            })
    void followsLinksInEveryPlace(String name, String file) {
        assertThat(at(Names.AT_FDCWD, "../" + name, FOLLOW)).isEqualTo(file);
        assertThat(at(7, name, FOLLOW)).isEqualTo(file);
        assertThat(at(Names.AT_FDCWD, tree + "/" + name, FOLLOW)).isEqualTo(file);
        assertThat(at(Names.AT_FDCWD, "/..//../" + tree + "//" + name, FOLLOW)).isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "link|link",
                "loop|loop",
                "dangling|dangling",
                "directory|directory",
                "directory/|sub",
                "directory/inner|sub/inner",
                "up/leaf|sub/deep/leaf",
                "missing|(none)",
                "file|file"
            })
    void stopsAtTheLastLinkWhereToldTo(String name, String file) {
        assertThat(at(7, name, NOFOLLOW)).isEqualTo(file);
        assertThat(at(Names.AT_FDCWD, tree + "/" + name, NOFOLLOW)).isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file|file|true",
                "link|file|true",
                "missing|missing|false",
                "dangling|sub/missing|false",
                "directory/new|sub/new|false",
                "up/../new|sub/new|false",
                "missing/new|(none)|false",
                "file/new|(none)|false",
                "loop|(none)|false"
            })
    void namesTheFileThatWouldBeCreated(String name, String file, boolean exists) {
        assertThat(at(7, name, FOLLOW_OR_CREATE)).isEqualTo(file);
        names.target(7, ByteString.utf8(name), FOLLOW_OR_CREATE)
                .ifPresent(target -> assertThat(target.exists()).isEqualTo(exists));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file|file|true",
                "link|link|true",
                "dangling|dangling|true",
                "loop|loop|true",
                "directory|directory|true",
                "directory/|directory|true",
                "directory/inner|sub/inner|true",
                "directory/new|sub/new|false",
                "sub/deep/|sub/deep|true",
                "missing|missing|false",
                "missing/new|(none)|false",
                "file/new|(none)|false",
                "loop/new|(none)|false"
            })
    void namesTheEntryInItsDirectory(String name, String entry, boolean exists) {
        assertThat(at(7, name, ENTRY)).isEqualTo(entry);
        names.target(7, ByteString.utf8(name), ENTRY)
                .ifPresent(target -> assertThat(target.exists()).isEqualTo(exists));
    }

    @Test
    void keepsTheNameAsItWasWritten() {
        assertThat(names.target(7, ByteString.utf8("up/..//./inner"), FOLLOW))
                .map(FileTarget::requestedPath)
                .contains(Field.known(ByteString.utf8("up/..//./inner")));
    }

    @ParameterizedTest
    @EnumSource
    void neverClimbsAboveTheRoot(NameUse use) {
        assertThat(names.path("/../../..", FOLLOW)).isEqualTo("/");
        assertThat(names.path("/", FOLLOW)).isEqualTo("/");
        assertThat(names.path("//", NOFOLLOW)).isEqualTo("/");
        assertThat(names.path("/../../proc", use)).isEqualTo("/proc");
        assertThat(names.path("/../nowhere", use))
                .isEqualTo(use == ENTRY || use == FOLLOW_OR_CREATE ? "/nowhere" : "(none)");
    }

    @Test
    void findsNothingAtADescriptorThatIsNoDirectory() {
        for (NameUse use : NameUse.values()) {
            assertThat(names.path(8, "inner", use)).isEqualTo("(none)");
            assertThat(names.path(99, "inner", use)).isEqualTo("(none)");
            assertThat(names.path(-1, "inner", use)).isEqualTo("(none)");
            assertThat(names.path(Names.AT_FDCWD, "", use)).isEqualTo("(none)");
        }
        assertThat(below(names.path(99, tree + "/file", FOLLOW))).isEqualTo("file");
    }

    @ParameterizedTest
    @EnumSource(
            value = NameUse.class,
            names = {"FOLLOW", "FOLLOW_OR_CREATE"})
    void takesSelfForTheTracee(NameUse use) {
        String process = "/proc/" + tracee.pid();
        for (String self : new String[] {"/proc/self", "/proc/../proc/self/../self", process}) {
            assertThat(names.path(self + "/status", use)).isEqualTo(process + "/status");
            assertThat(below(names.path(self + "/cwd/inner", use))).isEqualTo("sub/inner");
            assertThat(below(names.path(self + "/root" + tree + "/link", use))).isEqualTo("file");
            assertThat(below(names.path(self + "/fd/8", use))).isEqualTo("file");
            assertThat(below(names.path(self + "/fd/7/sub/inner", use))).isEqualTo("sub/inner");
            assertThat(names.path(self + "/exe", use)).endsWith("/tracee");
            assertThat(names.path(self + "/fd/99", use)).isIn("(none)", process + "/fd/99");
        }
        assertThat(names.path("/proc/mounts", use)).isEqualTo(process + "/mounts");
        assertThat(names.path("/proc/net/dev", use)).isEqualTo(process + "/net/dev");
    }

    @ParameterizedTest
    @EnumSource(
            value = NameUse.class,
            names = {"FOLLOW", "FOLLOW_OR_CREATE"})
    void takesThreadSelfForTheThread(NameUse use) {
        int thread = tracee.told().getFirst();
        try (Names ofThread = Names.of(thread)) {
            assertThat(ofThread.path("/proc/thread-self/status", use))
                    .isEqualTo("/proc/" + tracee.pid() + "/task/" + thread + "/status");
            assertThat(ofThread.path("/proc/self/status", use)).isEqualTo("/proc/" + tracee.pid() + "/status");
            assertThat(below(ofThread.path("inner", use))).isEqualTo("sub/inner");
        }
    }

    /** Descriptors that the tracee has and the sensor has not. */
    @Test
    void followsDescriptorsThatOnlyTheTraceeHas() throws IOException {
        try (TestChild other = TestChild.tracee("-o", "971", tree + "/file");
                Names ofOther = Names.of(other.pid())) {
            link("magic", "/proc/self/fd/971");
            assertThat(below(ofOther.path("/proc/self/fd/971", FOLLOW))).isEqualTo("file");
            assertThat(below(ofOther.path("/dev/fd/971", FOLLOW))).isEqualTo("file");
            assertThat(below(ofOther.path(tree + "/magic", FOLLOW))).isEqualTo("file");
            assertThat(ofOther.path("/proc/self/fdinfo/971", FOLLOW)).isEqualTo("/proc/" + other.pid() + "/fdinfo/971");
            assertThat(ofOther.path("/proc/self/fd/972", FOLLOW)).isEqualTo("(none)");
        }
    }

    @Test
    void followsStandardInputOfTheTracee() {
        assertThat(names.path("/dev/stdin", FOLLOW)).startsWith("pipe:[");
        try (TestChild other = TestChild.start(List.of("sh", "-c", "echo; exec sleep 1000 <" + tree + "/file"))) {
            other.line();
            try (Names ofOther = Names.of(other.pid())) {
                for (int i = 0; i < 2000 && !ofOther.path("/dev/stdin", FOLLOW).startsWith("/"); i++) {
                    Thread.onSpinWait();
                }
                assertThat(below(ofOther.path("/dev/stdin", FOLLOW))).isEqualTo("file");
            }
        }
    }

    @Test
    void followsAnotherProcessThroughProc() {
        try (Names own = Names.ofThisProcess()) {
            assertThat(below(own.path("/proc/" + tracee.pid() + "/cwd/inner", FOLLOW)))
                    .isEqualTo("sub/inner");
            assertThat(below(own.path("/proc/" + tracee.pid() + "/cwd/../dangling", FOLLOW_OR_CREATE)))
                    .isEqualTo("sub/missing");
            assertThat(own.path("/proc/" + tracee.pid() + "/exe", FOLLOW)).endsWith("/tracee");
        }
    }

    /** A link that only looks like the one in /proc leads where its text says. */
    @ParameterizedTest
    @EnumSource(
            value = NameUse.class,
            names = {"FOLLOW", "FOLLOW_OR_CREATE"})
    void isNotFooledByALinkThatIsCalledSelf(NameUse use) throws IOException {
        String own = Integer.toString(ProcessCalls.getpid());
        link("self", own + "/../sub/inner");
        Files.createDirectory(tree.resolve(own));
        Files.createDirectory(tree.resolve(Integer.toString(tracee.pid())));
        assertThat(at(7, "self", use)).isEqualTo("sub/inner");
        Files.delete(tree.resolve("self"));
        Files.delete(tree.resolve(own));
        link(own, "sub");
        link("self", own);
        assertThat(at(7, "self/inner", use)).isEqualTo("sub/inner");
    }

    @Test
    void takesTheLongestNamesAndNoLonger() throws IOException {
        String longest = "n".repeat(255);
        Files.writeString(tree.resolve(longest), "x");
        assertThat(at(7, longest, FOLLOW)).isEqualTo(longest);
        assertThat(at(7, longest, ENTRY)).isEqualTo(longest);
        for (NameUse use : NameUse.values()) {
            assertThat(at(7, longest + "n", use)).isEqualTo("(none)");
            assertThat(at(7, "sub/" + longest + "n/x", use)).isEqualTo("(none)");
        }
    }

    @Test
    void takesPathsOf4095Bytes() {
        String path = "/".repeat(4095 - 4) + "file";
        assertThat(at(7, "." + "/".repeat(4095 - 5) + "file", FOLLOW)).isEqualTo("file");
        assertThat(at(7, "./".repeat(2045) + "sub//", FOLLOW_OR_CREATE)).isEqualTo("sub");
        assertThat(at(7, "sub/../".repeat(584) + "file", ENTRY)).isEqualTo("file");
        assertThat(names.path(path.replaceFirst("/file", "/proc"), FOLLOW)).isEqualTo("/proc");
        assertThat(Names.text(names.target(ByteString.utf8("/" + path), FOLLOW)))
                .isEqualTo("(none)");
    }

    /** What lies deeper than the kernel can tell is unreadable, and not something else. */
    @Test
    void saysThatAPlaceIsTooDeepToTell() throws IOException {
        try (TestChild deep = TestChild.start(List.of(
                "sh",
                "-c",
                "cd " + tree + "; d=" + "d".repeat(200)
                        + "; i=0; while [ $i -lt 25 ]; do mkdir $d; cd -P ./$d; i=$((i+1)); done;"
                        + " echo x >passwd; echo; exec sleep 1000"))) {
            deep.line();
            try (Names ofDeep = Names.of(deep.pid())) {
                for (NameUse use : NameUse.values()) {
                    assertThat(ofDeep.path("passwd", use)).as("%s", use).isEqualTo("unreadable ENAMETOOLONG");
                    assertThat(ofDeep.path(".", FOLLOW)).isEqualTo("unreadable ENAMETOOLONG");
                }
                assertThat(ofDeep.path("new", ENTRY)).isEqualTo("unreadable ENAMETOOLONG");
            }
        } finally {
            new ProcessBuilder("rm", "-rf", tree.toString()).start().onExit().join();
        }
    }

    @Test
    void keepsBytesThatAreNotUtf8() throws IOException {
        byte[] name = {'n', (byte) 0xff, (byte) 0xfe, '\n', '"', 0x1b};
        ByteString path = ByteString.utf8(tree + "/").concat(ByteString.of(name));
        try (NativeBuffer buffer = new NativeBuffer(4096)) {
            buffer.putCString(path.toArray());
            FileCalls.close(FileCalls.openat(Names.AT_FDCWD, buffer, Fcntl.O_CREAT | Fcntl.O_WRONLY, 0600));
        }
        for (NameUse use : NameUse.values()) {
            assertThat(names.target(path, use)).map(FileTarget::path).contains(Field.known(path));
            assertThat(names.walked(7, ByteString.of(name), use))
                    .map(FileTarget::path)
                    .contains(Field.known(path));
        }
        assertThat(new String(name, ISO_8859_1)).isNotEqualTo(new String(name, UTF_8));
    }

    @Test
    void marksAFileThatWasRemovedWhileItIsOpen() throws IOException {
        Path gone = Files.writeString(tree.resolve("gone"), "x");
        try (TestChild other = TestChild.tracee("-o", "9", gone.toString(), "-d", gone.toString());
                Names ofOther = Names.of(other.pid())) {
            assertThat(below(ofOther.path("/proc/self/fd/9", FOLLOW))).isEqualTo("gone (deleted)");
            assertThat(Names.text(ofOther.resolver().ofDescriptor(other.pid(), 9, ByteString.EMPTY)))
                    .isEqualTo(gone + " (deleted)");
        }
    }

    @Test
    void findsNothingBelowARemovedDirectory() throws IOException {
        Path gone = Files.createDirectory(tree.resolve("gone"));
        try (TestChild other = TestChild.tracee("-c", gone.toString(), "-d", gone.toString());
                Names ofOther = Names.of(other.pid())) {
            assertThat(ofOther.path("inner", FOLLOW)).isEqualTo("(none)");
            assertThat(below(ofOther.path("../file", FOLLOW))).isEqualTo("file");
        }
    }

    @Test
    void tellsTheFileOfADescriptor() {
        PathResolver resolver = names.resolver();
        assertThat(below(Names.text(resolver.ofDescriptor(tracee.pid(), 8, ByteString.EMPTY))))
                .isEqualTo("file");
        assertThat(Names.text(resolver.ofDescriptor(tracee.pid(), 0, ByteString.EMPTY)))
                .startsWith("pipe:[");
        assertThat(resolver.ofDescriptor(tracee.pid(), 99, ByteString.EMPTY)).isEmpty();
        assertThat(resolver.ofDescriptor(tracee.pid(), -1, ByteString.EMPTY)).isEmpty();
    }

    @Test
    void saysWhyAProcessThatIsGoneHasNoFiles() {
        tracee.close();
        assertThat(names.path("inner", FOLLOW)).isIn("(none)", "unreadable ENOENT");
        assertThat(names.path("/nowhere", ENTRY)).isEqualTo("unreadable ENOENT");
    }

    @Test
    void tellsWhichFileItIsWhereThatIsAskedFor() throws IOException {
        assertThat(names.target(ByteString.utf8("inner"), FOLLOW).orElseThrow().inode())
                .isZero();
        names.resolver().identify(true);
        long inode = (long) Files.getAttribute(tree.resolve("file"), "unix:ino");
        long device = (long) Files.getAttribute(tree.resolve("file"), "unix:dev");
        for (String name : List.of(tree + "/file", "../file", tree + "/link", "../chain", "/proc/self/fd/8")) {
            FileTarget target = names.target(ByteString.utf8(name), FOLLOW).orElseThrow();
            assertThat(target.inode()).as(name).isEqualTo(inode);
            assertThat(target.device()).as(name).isEqualTo(device);
            assertThat(target.directory()).isFalse();
        }
        assertThat(names.resolver()
                        .ofDescriptor(tracee.pid(), 8, ByteString.EMPTY)
                        .orElseThrow()
                        .inode())
                .isEqualTo(inode);
        assertThat(names.target(ByteString.utf8("../sub"), ENTRY).orElseThrow().directory())
                .isTrue();
        assertThat(names.target(ByteString.utf8("../missing"), ENTRY)
                        .orElseThrow()
                        .inode())
                .isZero();
    }

    @Test
    void leavesNoDescriptorBehind() throws IOException {
        names.path("up/leaf", FOLLOW);
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            for (NameUse use : NameUse.values()) {
                for (String name :
                        new String[] {"../up/leaf", "../loop", "../file/x", "missing", "/proc/self/fd/8", "/"}) {
                    names.path(name, use);
                }
            }
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void takesWhatItMayNotSearchAsItIsWritten() throws IOException {
        assumeTrue(ProcessCalls.getuid() != 0, "root may search every directory");
        Path locked = Files.createDirectories(tree.resolve("locked/in")).getParent();
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        for (NameUse use : NameUse.values()) {
            assertThat(at(7, "locked/in/file", use)).isEqualTo("locked/in/file");
            assertThat(at(7, "locked/in", use)).isEqualTo("locked/in");
        }
        assertThat(at(7, "locked/../file", FOLLOW)).isEqualTo("locked/../file");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }
}
