package io.shrike.trace.decode;

import static io.shrike.model.FileOperation.RENAME;
import static io.shrike.model.FileOperation.UNLINK;
import static io.shrike.model.FileOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.syscall.Abi;
import io.shrike.model.Activity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.FileEffect;
import io.shrike.model.FileOperation;
import io.shrike.trace.testing.CallBench;
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
import org.junit.jupiter.params.provider.ValueSource;

class FileNameDecoderTest {
    private static final int AT_FDCWD = -100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_SYMLINK_FOLLOW = 0x400;
    private static final int AT_EMPTY_PATH = 0x1000;

    private final CallBench bench = new CallBench().abi(Abi.X86_64);

    @TempDir
    Path folder;

    private Path file;
    private Path missing;
    private Path link;

    @BeforeEach
    void makeFiles() throws IOException {
        file = Files.writeString(folder.resolve("file"), "x");
        missing = folder.resolve("missing");
        link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    private static FileActivity only(List<Activity> activities) {
        assertThat(activities).hasSize(1);
        return (FileActivity) activities.getFirst();
    }

    private static Field<ByteString> known(Path path) {
        return Field.known(ByteString.utf8(path.toString()));
    }

    private static void assertEffect(FileActivity activity, int index, Path path, FileOperation... operations) {
        FileEffect effect = activity.effects().get(index);
        assertThat(effect.target().path()).isEqualTo(known(path));
        assertThat(effect.operations()).isEqualTo(Set.of(operations));
    }

    private int open(Path path) {
        try (NativeBuffer name = new NativeBuffer(4096)) {
            name.putCString(path.toString().getBytes(StandardCharsets.UTF_8));
            return FileCalls.openat(AT_FDCWD, name, Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
        }
    }

    @Test
    void tellsOfTheRemovedEntryAndNotOfWhatALinkNames() {
        assertEffect(only(bench.call("unlink", file)), 0, file, UNLINK);
        assertEffect(only(bench.call("unlink", link)), 0, link, UNLINK);
        assertEffect(only(bench.call("rmdir", folder)), 0, folder, UNLINK);
        assertThat(bench.call("unlink", missing)).isEmpty();
        assertThat(bench.call("unlink", file.resolve("below"))).isEmpty();
    }

    @Test
    void namesTheFlagOfUnlinkat() {
        assertThat(only(bench.call("unlinkat", AT_FDCWD, file, 0)).flags()).isEmpty();
        assertThat(only(bench.call("unlinkat", AT_FDCWD, folder, AT_REMOVEDIR)).flags())
                .containsExactly("AT_REMOVEDIR");
    }

    @Test
    void startsAtTheDirectoryOfTheDescriptor() {
        int directory = open(folder);
        assertEffect(only(bench.call("unlinkat", directory, "file", 0)), 0, file, UNLINK);
        assertEffect(only(bench.call("renameat", directory, "file", directory, "missing")), 1, missing, RENAME, WRITE);
        assertEffect(only(bench.call("mkdirat", directory, "missing", 0)), 0, missing, WRITE);
        FileCalls.close(directory);
        assertThat(bench.call("unlinkat", directory, "file", 0)).isEmpty();
        assertThat(bench.call("unlinkat", -1, "file", 0)).isEmpty();
    }

    @Test
    void tellsOfBothNamesOfARename() {
        FileActivity activity = only(bench.call("rename", file, missing));
        assertThat(activity.effects()).hasSize(2);
        assertEffect(activity, 0, file, RENAME, UNLINK);
        assertEffect(activity, 1, missing, RENAME, WRITE);
        assertThat(activity.effects().get(1).target().exists()).isFalse();
        assertThat(bench.call("rename", missing, file)).isEmpty();
        assertThat(bench.call("rename", file, missing.resolve("below"))).isEmpty();
    }

    @Test
    void tellsOfTwoNewContentsWhereNamesAreExchanged() {
        FileActivity activity = only(bench.call("renameat2", AT_FDCWD, file, AT_FDCWD, link, 2));
        assertEffect(activity, 0, file, RENAME, WRITE);
        assertEffect(activity, 1, link, RENAME, WRITE);
        assertThat(activity.flags()).containsExactly("RENAME_EXCHANGE");
        assertThat(only(bench.call("renameat2", AT_FDCWD, file, AT_FDCWD, missing, 5))
                        .flags())
                .containsExactly("RENAME_NOREPLACE", "RENAME_WHITEOUT");
    }

    @Test
    void namesTheLinkedFileFirstAndWritesTheNewName() {
        FileActivity activity = only(bench.call("link", file, missing));
        assertEffect(activity, 0, file);
        assertEffect(activity, 1, missing, WRITE);
        assertThat(bench.call("link", missing, folder.resolve("other"))).isEmpty();
    }

    @Test
    void followsTheLinkedNameOnlyWhereToldTo() {
        assertEffect(only(bench.call("linkat", AT_FDCWD, link, AT_FDCWD, missing, 0)), 0, link);
        assertEffect(only(bench.call("linkat", AT_FDCWD, link, AT_FDCWD, missing, AT_SYMLINK_FOLLOW)), 0, file);
    }

    @Test
    void linksTheFileOfADescriptor() {
        int fd = open(file);
        assertEffect(only(bench.call("linkat", fd, "", AT_FDCWD, missing, AT_EMPTY_PATH)), 0, file);
        String magic = "/proc/self/fd/" + fd;
        FileActivity activity = only(bench.call("linkat", AT_FDCWD, magic, AT_FDCWD, missing, AT_SYMLINK_FOLLOW));
        assertEffect(activity, 0, file);
        FileCalls.close(fd);
    }

    @Test
    void tellsWhereASymlinkIsPutAndNotWhatItSays() {
        assertEffect(only(bench.call("symlink", "/etc/passwd", missing)), 0, missing, WRITE);
        assertEffect(only(bench.call("symlinkat", "/etc/passwd", AT_FDCWD, missing)), 0, missing, WRITE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkdir", "mknod"})
    void tellsOfAMadeNameAndItsMode(String call) {
        FileActivity activity = only(bench.call(call, missing, 0101755));
        assertEffect(activity, 0, missing, WRITE);
        assertThat(activity.mode()).contains(01755);
        assertThat(activity.effects().getFirst().target().exists()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkdirat", "mknodat"})
    void tellsOfANameMadeAtADirectory(String call) {
        FileActivity activity = only(bench.call(call, AT_FDCWD, missing, 0700));
        assertEffect(activity, 0, missing, WRITE);
        assertThat(activity.mode()).contains(0700);
    }

    @Test
    void makesNothingBelowAFileOrAMissingDirectory() {
        assertThat(bench.call("mkdir", file.resolve("below"), 0700)).isEmpty();
        assertThat(bench.call("mkdir", missing.resolve("below"), 0700)).isEmpty();
        assertThat(bench.call("symlink", "x", file.resolve("below"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "sub/..", "sub/."})
    void removesAndRenamesNoDots(String dots) throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        int directory = open(folder);
        assertThat(bench.call("unlinkat", directory, dots, AT_REMOVEDIR)).isEmpty();
        assertThat(bench.call("renameat", directory, dots, AT_FDCWD, missing)).isEmpty();
        FileCalls.close(directory);
    }

    @Test
    void takesTheSlashAfterADirectoryForPartOfNoName() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("sub"));
        assertEffect(only(bench.call("rmdir", directory + "//")), 0, directory, UNLINK);
        assertEffect(only(bench.call("mkdir", missing + "/", 0700)), 0, missing, WRITE);
    }

    @Test
    void tellsOfANameThatCannotBeRead() {
        FileActivity activity = only(bench.call("rename", 16L, missing));
        assertThat(activity.effects().getFirst().target().path()).isEqualTo(Field.unreadable("EFAULT"));
        assertEffect(activity, 1, missing, RENAME, WRITE);
        assertThat(only(bench.call("unlink", 16L)).effects().getFirst().target().path())
                .isEqualTo(Field.unreadable("EFAULT"));
    }
}
