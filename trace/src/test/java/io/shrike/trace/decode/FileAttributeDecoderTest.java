package io.shrike.trace.decode;

import static io.shrike.model.FileOperation.CHMOD;
import static io.shrike.model.FileOperation.CHOWN;
import static io.shrike.model.FileOperation.WRITE;
import static io.shrike.model.FileOperation.XATTR;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.syscall.Abi;
import io.shrike.model.Activity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileOperation;
import io.shrike.trace.testing.CallBench;
import io.shrike.trace.testing.TestChild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileAttributeDecoderTest {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;

    private final CallBench bench = new CallBench().abi(Abi.X86_64);

    @TempDir
    Path folder;

    private Path file;
    private Path link;
    private int fd;

    @BeforeEach
    void makeFiles() throws IOException {
        file = Files.writeString(folder.resolve("file"), "x");
        link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        try (NativeBuffer name = new NativeBuffer(4096)) {
            name.putCString(file.toString().getBytes(StandardCharsets.UTF_8));
            fd = FileCalls.openat(AT_FDCWD, name, Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
        }
    }

    @AfterEach
    void closeBench() {
        FileCalls.close(fd);
        bench.close();
    }

    private static void assertOne(List<Activity> activities, Path path, FileOperation operation) {
        assertThat(activities).hasSize(1);
        FileActivity activity = (FileActivity) activities.getFirst();
        assertThat(activity.effects()).hasSize(1);
        assertThat(activity.effects().getFirst().target().path())
                .isEqualTo(Field.known(ByteString.utf8(path.toString())));
        assertThat(activity.effects().getFirst().operations()).isEqualTo(Set.of(operation));
    }

    @ParameterizedTest
    @CsvSource({"chmod, CHMOD", "chown, CHOWN", "setxattr, XATTR", "removexattr, XATTR", "truncate, WRITE"})
    void changesWhatASymlinkNames(String call, FileOperation operation) {
        assertOne(bench.call(call, link, 0), file, operation);
        assertThat(bench.call(call, folder.resolve("missing"), 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"lchown, CHOWN", "lsetxattr, XATTR", "lremovexattr, XATTR"})
    void changesTheSymlinkItself(String call, FileOperation operation) {
        assertOne(bench.call(call, link, 0), link, operation);
    }

    @ParameterizedTest
    @CsvSource({
        "fchmod, CHMOD",
        "fchown, CHOWN",
        "fsetxattr, XATTR",
        "fremovexattr, XATTR",
        "ftruncate, WRITE",
        "fallocate, WRITE"
    })
    void changesTheFileOfADescriptor(String call, FileOperation operation) {
        assertOne(bench.call(call, fd, 0), file, operation);
        assertThat(bench.call(call, 999_999, 0)).isEmpty();
        assertThat(bench.call(call, -1, 0)).isEmpty();
    }

    @Test
    void takesTheModeOutOfItsArgument() {
        assertThat(((FileActivity) bench.call("chmod", file, 0104755).getFirst()).mode())
                .contains(04755);
        assertThat(((FileActivity) bench.call("fchmod", fd, 0600).getFirst()).mode())
                .contains(0600);
        assertThat(((FileActivity) bench.call("fchmodat", AT_FDCWD, file, 0640).getFirst()).mode())
                .contains(0640);
        assertThat(((FileActivity) bench.call("chown", file, 0, 0).getFirst()).mode())
                .isEmpty();
    }

    @Test
    void ignoresTheFlagsThatFchmodatDoesNotHave() {
        assertOne(bench.call("fchmodat", AT_FDCWD, link, 0600, AT_SYMLINK_NOFOLLOW), file, CHMOD);
    }

    @Test
    void findsTheFlagsWhereEachCallHasThem() {
        assertOne(bench.call("fchmodat2", AT_FDCWD, link, 0600, AT_SYMLINK_NOFOLLOW), link, CHMOD);
        assertOne(bench.call("fchmodat2", AT_FDCWD, link, 0600, 0), file, CHMOD);
        assertOne(bench.call("fchownat", AT_FDCWD, link, 0, 0, AT_SYMLINK_NOFOLLOW), link, CHOWN);
        assertOne(bench.call("fchownat", AT_FDCWD, link, 0, 0, 0), file, CHOWN);
        assertOne(bench.call("setxattrat", AT_FDCWD, link, AT_SYMLINK_NOFOLLOW, "user.x"), link, XATTR);
        assertOne(bench.call("removexattrat", AT_FDCWD, link, 0, "user.x"), file, XATTR);
    }

    @Test
    void takesAnEmptyPathForTheDescriptor() {
        assertOne(bench.call("fchownat", fd, "", 0, 0, AT_EMPTY_PATH), file, CHOWN);
        assertOne(bench.call("fchmodat2", fd, "", 0600, AT_EMPTY_PATH), file, CHMOD);
        assertOne(bench.call("setxattrat", fd, "", AT_EMPTY_PATH, "user.x"), file, XATTR);
        assertThat(bench.call("fchownat", fd, "", 0, 0, 0)).isEmpty();
    }

    @Test
    void takesAnEmptyPathWithoutADescriptorForTheWorkingDirectory() {
        try (TestChild tracee = TestChild.tracee("-c", folder.toString())) {
            bench.caller(tracee.pid()).abi(Abi.X86_64);
            long empty = emptyStringOf(tracee);
            assertOne(bench.call("fchownat", AT_FDCWD, empty, 0, 0, AT_EMPTY_PATH), folder, CHOWN);
        }
    }

    /** The last eight bytes of any stack are zero: an empty string. */
    private static long emptyStringOf(TestChild tracee) {
        try (var lines = Files.lines(Path.of("/proc/" + tracee.pid() + "/maps"))) {
            String stack =
                    lines.filter(line -> line.endsWith("[stack]")).findFirst().orElseThrow();
            return Long.parseUnsignedLong(stack.split("[- ]")[1], 16) - 8;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void writesWhereTheLengthChanges() {
        assertOne(bench.abi(Abi.I386).call("truncate64", file, 0, 0), file, WRITE);
        assertOne(bench.call("ftruncate64", fd, 0, 0), file, WRITE);
        assertOne(bench.call("fallocate", fd, 0, 0), file, WRITE);
    }

    @Test
    void knowsTheWideIdsOfI386() {
        bench.abi(Abi.I386);
        assertOne(bench.call("chown32", link, 0, 0), file, CHOWN);
        assertOne(bench.call("lchown32", link, 0, 0), link, CHOWN);
        assertOne(bench.call("fchown32", fd, 0, 0), file, CHOWN);
    }

    @Test
    void tellsOfAPathThatCannotBeRead() {
        FileActivity activity = (FileActivity) bench.call("chmod", 16L, 0).getFirst();
        assertThat(activity.effects().getFirst().target().path()).isEqualTo(Field.unreadable("EFAULT"));
    }
}
