package io.shrike.linux.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.Mman;
import io.shrike.linux.abi.Prctl;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.testing.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads this machine's /proc. */
class ProcReaderTest {
    private final ProcReader reader = new ProcReader();
    private final int pid = ProcessCalls.getpid();

    @TempDir
    Path folder;

    @AfterEach
    void free() {
        reader.close();
    }

    private static <T> T value(Reading<T> reading) {
        assertThat(reading.errno()).isZero();
        return reading.asOptional().orElseThrow();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @Test
    void readsTheNameOfAThreadThatMeansToConfuse() throws Exception {
        Thread thread = Thread.ofPlatform().start(() -> {
            try (NativeBuffer name = new NativeBuffer(16)) {
                name.putCString(") R 1 (\n2 3 4 5".getBytes(ISO_8859_1));
                ProcessCalls.prctl(Prctl.PR_SET_NAME, name.address(), 0, 0, 0);
            }
            int tid = ProcessCalls.gettid();
            ProcStat stat = value(reader.stat(tid));
            assertThat(text(stat.comm())).isEqualTo(") R 1 (\n2 3 4 5");
            assertThat(stat.pid()).isEqualTo(tid);
            assertThat(stat.state()).isEqualTo('R');
            ProcStatus status = value(reader.status(tid));
            assertThat(status.pid()).isEqualTo(tid);
            assertThat(status.tgid()).isEqualTo(pid);
        });
        Throwable[] thrown = new Throwable[1];
        thread.setUncaughtExceptionHandler((_, problem) -> thrown[0] = problem);
        thread.join();
        assertThat(thrown[0]).isNull();
    }

    @Test
    void knowsWhenAProcessStarted() {
        ProcStat stat = value(reader.stat(pid));
        Instant expected = ProcessHandle.current().info().startInstant().orElseThrow();
        long nanos = BootClock.read().epochNanos(stat.startTimeTicks());
        assertThat(nanos / 1_000_000).isCloseTo(expected.toEpochMilli(), within(2000L));
        assertThat(stat.ppid())
                .isEqualTo((int) ProcessHandle.current().parent().orElseThrow().pid());
    }

    @Test
    void readsTheStatusOfThisProcess() throws Exception {
        ProcStatus status = value(reader.status(pid));
        assertThat(status.tgid()).isEqualTo(pid);
        assertThat(status.uid().real()).isEqualTo(ProcessCalls.getuid());
        assertThat(status.gid().effective()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
        assertThat(status.nsPid().getFirst()).isEqualTo(pid);
        assertThat(status.tracerPid()).isZero();
    }

    @Test
    void readsTheCommandLine() throws Throwable {
        Child child = Child.start(List.of("/bin/sh", "-c", "kill -STOP $$", "", "b"));
        // Between the change of its memory and the arrival of its arguments the file is empty.
        while (value(reader.commandLine(child.pid(), 1000)).isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(value(reader.commandLine(child.pid(), 1000)).stream().map(ProcReaderTest::text))
                .containsExactly("/bin/sh", "-c", "kill -STOP $$", "", "b");
        assertThat(value(reader.commandLine(child.pid(), 6)).stream().map(ProcReaderTest::text))
                .containsExactly("/bin/s");
        ProcessCalls.kill(child.pid(), 9);
        child.end();
    }

    @Test
    void readsLinks() throws Exception {
        assertThat(text(value(reader.exe(pid)).target()))
                .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
        assertThat(text(value(reader.cwd(pid)).target()))
                .isEqualTo(Path.of("").toRealPath().toString());
        assertThat(text(value(reader.root(pid)).target()))
                .isEqualTo(Files.readSymbolicLink(Path.of("/proc/self/root")).toString());
    }

    @Test
    void seesThatAFileWasDeleted() throws Exception {
        Path file = Files.writeString(folder.resolve("gone"), "x");
        try (NativeBuffer path = new NativeBuffer(4096)) {
            path.putCString(file.toString().getBytes(ISO_8859_1));
            int fd = FileCalls.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY, 0);
            assertThat(value(reader.fd(pid, fd)).deleted()).isFalse();
            Files.delete(file);
            ProcLink link = value(reader.fd(pid, fd));
            assertThat(link.deleted()).isTrue();
            assertThat(text(link.path())).isEqualTo(file.toString());
            FileCalls.close(fd);
        }
        assertThat(reader.fd(pid, 999_999)).isEqualTo(Reading.failure(Errno.ENOENT));
    }

    @Test
    void findsABufferAmongTheMappings() {
        try (NativeBuffer buffer = new NativeBuffer(100)) {
            List<MemoryMapping> mappings = value(reader.maps(pid));
            assertThat(mappings).hasSizeGreaterThan(20);
            assertThat(mappings).anySatisfy(mapping -> {
                assertThat(buffer.address()).isBetween(mapping.start(), mapping.end() - 1);
                assertThat(mapping.protection()).isEqualTo(Mman.PROT_READ | Mman.PROT_WRITE);
            });
            assertThat(mappings)
                    .anySatisfy(mapping -> assertThat(text(mapping.path())).endsWith("/libjvm.so"));
        }
    }

    @Test
    void findsProcAmongTheMounts() {
        assertThat(value(reader.mounts(pid))).anySatisfy(mount -> {
            assertThat(text(mount.path())).isEqualTo("/proc");
            assertThat(text(mount.type())).isEqualTo("proc");
        });
    }

    @Test
    void readsEveryProcessThereIs() throws Exception {
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                int number = Integer.parseInt(process.getFileName().toString());
                assertThat(reader.stat(number).errno()).isIn(0, Errno.ENOENT, Errno.ESRCH);
                assertThat(reader.status(number).errno()).isIn(0, Errno.ENOENT, Errno.ESRCH);
            }
        }
    }

    @Test
    void saysThatAProcessIsGone() throws Throwable {
        Child child = Child.start(List.of("/bin/true"));
        child.end();
        assertThat(reader.stat(child.pid())).isEqualTo(Reading.failure(Errno.ENOENT));
        assertThat(reader.status(child.pid()).errno()).isEqualTo(Errno.ENOENT);
        assertThat(reader.exe(child.pid()).map(ProcLink::deleted)).isEqualTo(Reading.failure(Errno.ENOENT));
        assertThat(reader.maps(-1).errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void writesPaths() {
        try (NativeBuffer path = new NativeBuffer(ProcPath.MAXIMUM_SIZE)) {
            for (int number : new int[] {0, 9, 10, 4194304, Integer.MAX_VALUE}) {
                int length = ProcPath.put(path, number, "mountinfo".getBytes(ISO_8859_1));
                assertThat(text(path.getBytes(0, length + 1))).isEqualTo("/proc/" + number + "/mountinfo\0");
                length = ProcPath.putFd(path, number, number);
                assertThat(text(path.getBytes(0, length + 1))).isEqualTo("/proc/" + number + "/fd/" + number + "\0");
            }
        }
    }
}
