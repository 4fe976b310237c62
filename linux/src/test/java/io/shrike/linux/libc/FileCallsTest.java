package io.shrike.linux.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.OpenFlags;
import io.shrike.linux.abi.OpenHow;
import io.shrike.linux.abi.Stat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallsTest {
    private final NativeBuffer path = new NativeBuffer(4096);
    private final NativeBuffer data = new NativeBuffer(4096);

    @TempDir
    Path folder;

    @AfterEach
    void free() {
        path.close();
        data.close();
    }

    private NativeBuffer path(Object name) {
        path.putCString(name.toString().getBytes(US_ASCII));
        return path;
    }

    @Test
    void writesAndReadsAFile() throws Exception {
        Path file = folder.resolve("file");
        int fd = FileCalls.openat(Fcntl.AT_FDCWD, path(file), Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_CLOEXEC, 0600);
        assertThat(fd).isNotNegative();
        data.putCString("hello".getBytes(US_ASCII));
        assertThat(FileCalls.write(fd, data, 1, 4)).isEqualTo(4);
        assertThat(Files.readString(file)).isEqualTo("ello");
        assertThat(FileCalls.pread(fd, data, 10, 2)).isEqualTo(2);
        assertThat(data.getBytes(0, 2)).containsExactly('l', 'o');
        assertThat(FileCalls.read(fd, data, 10)).isZero();
        assertThat(FileCalls.close(fd)).isZero();
        assertThat(FileCalls.close(999_999)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void readsToAnOffset() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "abc");
        int fd = FileCalls.openat(Fcntl.AT_FDCWD, path(file), Fcntl.O_RDONLY, 0);
        assertThat(FileCalls.read(fd, data, 7, 2)).isEqualTo(2);
        assertThat(data.getBytes(6, 4)).containsExactly(0, 'a', 'b', 0);
        FileCalls.close(fd);
    }

    @Test
    void saysWhyAFileCannotBeOpened() {
        assertThat(FileCalls.openat(Fcntl.AT_FDCWD, path(folder.resolve("none")), 0, 0))
                .isEqualTo(-Errno.ENOENT);
        assertThat(FileCalls.openat2(Fcntl.AT_FDCWD, path(folder), Fcntl.O_WRONLY, 0, 0))
                .isEqualTo(-Errno.EISDIR);
        assertThat(FileCalls.openat2(999_999, path("x"), Fcntl.O_PATH, 0, 0)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void openat2RefusesMagicLinksAndWaysOut() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), file);
        long flags = Fcntl.O_PATH | Fcntl.O_CLOEXEC;
        assertThat(FileCalls.openat2(Fcntl.AT_FDCWD, path("/proc/self/exe"), flags, 0, OpenHow.RESOLVE_NO_MAGICLINKS))
                .isEqualTo(-Errno.ELOOP);
        int directory = FileCalls.openat2(Fcntl.AT_FDCWD, path(folder), flags | OpenFlags.ownDirectory(), 0, 0);
        assertThat(directory).isNotNegative();
        assertThat(FileCalls.openat2(directory, path("link"), flags, 0, OpenHow.RESOLVE_NO_SYMLINKS))
                .isEqualTo(-Errno.ELOOP);
        assertThat(FileCalls.openat2(directory, path("../x"), flags, 0, OpenHow.RESOLVE_BENEATH))
                .isEqualTo(-Errno.EXDEV);
        assertThat(FileCalls.openat2(directory, path("/x"), flags, 0, OpenHow.RESOLVE_IN_ROOT))
                .isEqualTo(-Errno.ENOENT);
        int opened = FileCalls.openat2(directory, path("file"), flags, 0, OpenHow.RESOLVE_BENEATH);
        assertThat(opened).isNotNegative();
        FileCalls.close(opened);
        FileCalls.close(directory);
    }

    @Test
    void readsLinks() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("some/target"));
        int length = FileCalls.readlinkat(Fcntl.AT_FDCWD, path(folder.resolve("link")), data);
        assertThat(new String(data.getBytes(0, length), US_ASCII)).isEqualTo("some/target");
        assertThat(FileCalls.readlinkat(Fcntl.AT_FDCWD, path(folder), data)).isEqualTo(-Errno.EINVAL);
        try (NativeBuffer small = new NativeBuffer(4)) {
            assertThat(FileCalls.readlinkat(Fcntl.AT_FDCWD, path(folder.resolve("link")), small))
                    .isEqualTo(4);
        }
    }

    @Test
    void statxTellsWhatTheJdkTells() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "12345");
        Files.createLink(folder.resolve("other"), file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000L, 123_456_000)));
        assertThat(FileCalls.statx(Fcntl.AT_FDCWD, path(file), 0, Statx.STATX_BASIC_STATS, data))
                .isZero();
        assertThat(Statx.mode(data)).isEqualTo(Files.getAttribute(file, "unix:mode"));
        assertThat(Statx.mode(data) & Stat.S_IFMT).isEqualTo(Stat.S_IFREG);
        assertThat(Statx.ino(data)).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(Statx.dev(data)).isEqualTo(Files.getAttribute(file, "unix:dev"));
        assertThat(Statx.nlink(data)).isEqualTo(2);
        assertThat(Statx.uid(data)).isEqualTo(Files.getAttribute(file, "unix:uid"));
        assertThat(Statx.gid(data)).isEqualTo(Files.getAttribute(file, "unix:gid"));
        assertThat(Statx.size(data)).isEqualTo(5);
        assertThat(Statx.mtimeSeconds(data)).isEqualTo(1_000_000_000L);
        assertThat(Statx.mtimeNanos(data)).isEqualTo(123_456_000);
        FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime");
        assertThat(Instant.ofEpochSecond(Statx.ctimeSeconds(data), Statx.ctimeNanos(data)))
                .isEqualTo(changed.toInstant());
    }

    @Test
    void statxTellsOfADescriptorAndOfADevice() throws Exception {
        int fd = FileCalls.openat(Fcntl.AT_FDCWD, path("/dev/null"), Fcntl.O_PATH | Fcntl.O_CLOEXEC, 0);
        assertThat(FileCalls.statx(fd, Statx.STATX_BASIC_STATS, data)).isZero();
        assertThat(Statx.mode(data) & Stat.S_IFMT).isEqualTo(Stat.S_IFCHR);
        assertThat(Statx.rdev(data)).isEqualTo(Statx.makedev(1, 3));
        FileCalls.close(fd);
        assertThat(FileCalls.statx(999_999, Statx.STATX_BASIC_STATS, data)).isEqualTo(-Errno.EBADF);
    }
}
