package io.shrike.trace.decode;

import static io.shrike.linux.abi.Fcntl.O_APPEND;
import static io.shrike.linux.abi.Fcntl.O_CLOEXEC;
import static io.shrike.linux.abi.Fcntl.O_CREAT;
import static io.shrike.linux.abi.Fcntl.O_EXCL;
import static io.shrike.linux.abi.Fcntl.O_PATH;
import static io.shrike.linux.abi.Fcntl.O_RDONLY;
import static io.shrike.linux.abi.Fcntl.O_RDWR;
import static io.shrike.linux.abi.Fcntl.O_TRUNC;
import static io.shrike.linux.abi.Fcntl.O_WRONLY;
import static io.shrike.linux.abi.OpenFlags.ARM_O_NOFOLLOW;
import static io.shrike.linux.abi.OpenFlags.X86_O_NOFOLLOW;
import static io.shrike.model.FileOperation.OPEN;
import static io.shrike.model.FileOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.OpenFlags;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileOpenDecoderTest {
    private static final int AT_FDCWD = -100;
    private static final int O_TMPFILE = OpenFlags.tmpfile(false);

    private final CallBench bench = new CallBench().abi(Abi.X86_64);

    @TempDir
    Path folder;

    private Path file;
    private Path missing;

    @BeforeEach
    void makeAFile() throws IOException {
        file = Files.writeString(folder.resolve("file"), "x");
        missing = folder.resolve("missing");
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    private static FileActivity only(List<Activity> activities) {
        assertThat(activities).hasSize(1);
        return (FileActivity) activities.getFirst();
    }

    private static FileEffect effect(List<Activity> activities) {
        FileActivity activity = only(activities);
        assertThat(activity.effects()).hasSize(1);
        return activity.effects().getFirst();
    }

    private static Field<ByteString> known(Path path) {
        return Field.known(ByteString.utf8(path.toString()));
    }

    static List<Arguments> flagsOfAnExistingFile() {
        return List.of(
                Arguments.of(O_RDONLY, Set.of(OPEN)),
                Arguments.of(O_RDONLY | O_CREAT, Set.of(OPEN)),
                Arguments.of(O_RDONLY | O_TRUNC, Set.of(OPEN, WRITE)),
                Arguments.of(O_WRONLY, Set.of(WRITE)),
                Arguments.of(O_WRONLY | O_APPEND, Set.of(WRITE)),
                Arguments.of(O_RDWR, Set.of(OPEN, WRITE)),
                Arguments.of(3, Set.of(WRITE)),
                Arguments.of(O_RDWR | O_PATH, Set.of()),
                Arguments.of(O_CREAT | O_PATH, Set.of()));
    }

    @ParameterizedTest
    @MethodSource("flagsOfAnExistingFile")
    void tellsWhatAnOpenMayDoToAnExistingFile(int flags, Set<FileOperation> operations) {
        List<Activity> activities = bench.call("openat", AT_FDCWD, file, flags, 0600);
        if (operations.isEmpty()) {
            assertThat(activities).isEmpty();
        } else {
            FileEffect effect = effect(activities);
            assertThat(effect.operations()).isEqualTo(operations);
            assertThat(effect.target().path()).isEqualTo(known(file));
            assertThat(effect.target().exists()).isTrue();
        }
    }

    static List<Arguments> flagsOfAMissingFile() {
        return List.of(
                Arguments.of(O_RDONLY, Set.of()),
                Arguments.of(O_WRONLY | O_TRUNC, Set.of()),
                Arguments.of(O_RDWR, Set.of()),
                Arguments.of(O_RDONLY | O_CREAT, Set.of(WRITE)),
                Arguments.of(O_WRONLY | O_CREAT, Set.of(WRITE)),
                Arguments.of(O_RDWR | O_CREAT | O_EXCL, Set.of(WRITE)));
    }

    @ParameterizedTest
    @MethodSource("flagsOfAMissingFile")
    void tellsOfAMissingFileOnlyWhereItIsCreated(int flags, Set<FileOperation> operations) {
        List<Activity> activities = bench.call("openat", AT_FDCWD, missing, flags, 0640);
        if (operations.isEmpty()) {
            assertThat(activities).isEmpty();
        } else {
            FileEffect effect = effect(activities);
            assertThat(effect.operations()).isEqualTo(operations);
            assertThat(effect.target().path()).isEqualTo(known(missing));
            assertThat(effect.target().exists()).isFalse();
            assertThat(only(activities).mode()).contains(0640);
        }
    }

    @Test
    void namesTheFlagsAndGivesAModeOnlyWhereAFileMayBeMade() {
        FileActivity appended = only(bench.call("open", file, O_WRONLY | O_APPEND | O_CLOEXEC, 0777));
        assertThat(appended.syscall()).isEqualTo("open");
        assertThat(appended.flags()).containsExactly("O_WRONLY", "O_APPEND", "O_CLOEXEC");
        assertThat(appended.mode()).isEmpty();
        FileActivity created = only(bench.call("openat", AT_FDCWD, missing, O_WRONLY | O_CREAT, 0104755));
        assertThat(created.flags()).containsExactly("O_WRONLY", "O_CREAT");
        assertThat(created.mode()).contains(04755);
    }

    @Test
    void looksAtTheLowHalfOfFlagsAndDescriptor() {
        long junk = 0xdeadbeef_00000000L;
        FileActivity activity = only(bench.call("openat", junk | 0xffff_ff9cL, file, junk | O_WRONLY, junk | 0600));
        assertThat(activity.flags()).containsExactly("O_WRONLY");
    }

    @Test
    void takesCreatForTheOpenThatItIs() {
        FileActivity activity = only(bench.call("creat", missing, 0600));
        assertThat(activity.flags()).containsExactly("O_WRONLY", "O_CREAT", "O_TRUNC");
        assertThat(activity.mode()).contains(0600);
        assertThat(activity.effects().getFirst().operations()).containsExactly(WRITE);
    }

    private long how(long flags, long mode) {
        NativeBuffer how = bench.buffer(24);
        how.putLong(0, flags);
        how.putLong(8, mode);
        return how.address();
    }

    @Test
    void readsTheFlagsOfOpenat2FromMemory() {
        FileActivity activity = only(bench.call("openat2", AT_FDCWD, missing, how(O_RDWR | O_CREAT, 0611), 24));
        assertThat(activity.syscall()).isEqualTo("openat2");
        assertThat(activity.flags()).containsExactly("O_RDWR", "O_CREAT");
        assertThat(activity.mode()).contains(0611);
        assertThat(effect(bench.call("openat2", AT_FDCWD, file, how(O_RDONLY, 0), 24))
                        .operations())
                .containsExactly(OPEN);
    }

    @Test
    void tellsOfAnUnnamedFileAsOfAWriteToItsDirectory() {
        FileActivity activity = only(bench.call("openat", AT_FDCWD, folder, O_TMPFILE | O_RDWR, 0600));
        assertThat(activity.flags()).containsExactly("O_RDWR", "O_TMPFILE");
        assertThat(activity.effects().getFirst().operations()).containsExactlyInAnyOrder(OPEN, WRITE);
        assertThat(activity.effects().getFirst().target().path()).isEqualTo(known(folder));
        assertThat(activity.mode()).contains(0600);
    }

    @Test
    void followsASymlinkAndCreatesWhatADanglingOneNames() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), missing);
        FileEffect through = effect(bench.call("openat", AT_FDCWD, link, O_WRONLY | O_CREAT, 0600));
        assertThat(through.target().path()).isEqualTo(known(file));
        assertThat(through.target().requestedPath()).isEqualTo(known(link));
        FileEffect created = effect(bench.call("openat", AT_FDCWD, dangling, O_WRONLY | O_CREAT, 0600));
        assertThat(created.target().path()).isEqualTo(known(missing));
        assertThat(bench.call("openat", AT_FDCWD, dangling, O_WRONLY, 0)).isEmpty();
    }

    @Test
    void readsNofollowAsTheAbiSpellsIt() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(effect(bench.call("openat", AT_FDCWD, link, X86_O_NOFOLLOW, 0))
                        .target()
                        .path())
                .isEqualTo(known(link));
        assertThat(effect(bench.call("openat", AT_FDCWD, link, ARM_O_NOFOLLOW, 0))
                        .target()
                        .path())
                .isEqualTo(known(file));
        bench.abi(Abi.AARCH64);
        FileActivity arm = only(bench.call("openat", AT_FDCWD, link, ARM_O_NOFOLLOW, 0));
        assertThat(arm.effects().getFirst().target().path()).isEqualTo(known(link));
        assertThat(arm.flags()).containsExactly("O_RDONLY", "O_NOFOLLOW");
    }

    @Test
    void neverFollowsALinkWhereTheFileMustBeNew() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        FileEffect effect = effect(bench.call("openat", AT_FDCWD, link, O_CREAT | O_EXCL | O_WRONLY, 0600));
        assertThat(effect.target().path()).isEqualTo(known(link));
    }

    @Test
    void tellsOfAPathThatCannotBeRead() {
        FileActivity activity = only(bench.call("openat", AT_FDCWD, 16L, O_RDONLY, 0));
        assertThat(activity.effects().getFirst().target().path()).isEqualTo(Field.unreadable("EFAULT"));
        assertThat(activity.effects().getFirst().target().requestedPath()).isEqualTo(Field.unreadable("EFAULT"));
        assertThat(only(bench.call("openat", AT_FDCWD, 0L, O_WRONLY | O_CREAT, 0))
                        .mode())
                .isEqualTo(Optional.of(0));
    }

    @Test
    void findsNothingBehindAPathThatIsTooLongOrEmpty() {
        assertThat(bench.call("openat", AT_FDCWD, "", O_RDONLY, 0)).isEmpty();
        assertThat(bench.call("openat", AT_FDCWD, "/".repeat(4095) + "etc", O_RDONLY, 0))
                .allSatisfy(activity -> assertThat(((FileActivity) activity)
                                .effects()
                                .getFirst()
                                .target()
                                .path())
                        .isInstanceOf(Field.Unreadable.class));
    }
}
