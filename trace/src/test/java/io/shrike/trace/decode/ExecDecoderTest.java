package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.syscall.Abi;
import io.shrike.model.Activity;
import io.shrike.model.Activity.ExecActivity;
import io.shrike.model.ByteString;
import io.shrike.model.Field;
import io.shrike.model.Interest;
import io.shrike.model.Needs;
import io.shrike.model.ProgramFile;
import io.shrike.trace.testing.CallBench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecDecoderTest {
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;

    private final CallBench bench = new CallBench().abi(Abi.host());

    @TempDir
    Path folder;

    private Path program;

    @BeforeEach
    void makeAProgram() throws IOException {
        program = executable("program", "\u007fELF");
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    private Path executable(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static ExecActivity only(List<Activity> activities) {
        assertThat(activities).hasSize(1);
        return (ExecActivity) activities.getFirst();
    }

    private static Field<ByteString> known(Object path) {
        return Field.known(ByteString.utf8(path.toString()));
    }

    private static Field<List<ByteString>> words(String... words) {
        return Field.known(Stream.of(words).map(ByteString::utf8).toList());
    }

    private static List<Field<ByteString>> paths(List<ProgramFile> files) {
        return files.stream().map(ProgramFile::path).toList();
    }

    @Test
    void readsProgramAndEveryArgument() {
        ExecActivity exec = only(bench.call("execve", program, bench.vector("p", "", "-x", "an argument"), 0));
        assertThat(exec.syscall()).isEqualTo("execve");
        assertThat(exec.requestedPath()).isEqualTo(known(program));
        assertThat(exec.program().path()).isEqualTo(known(program));
        assertThat(exec.arguments()).isEqualTo(words("p", "", "-x", "an argument"));
        assertThat(exec.interpreters()).isEmpty();
        assertThat(exec.program().fileless()).isFalse();
    }

    @Test
    void namesTheFileBehindASymlink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("program"));
        ExecActivity exec = only(bench.call("execve", link, bench.vector("link"), 0));
        assertThat(exec.requestedPath()).isEqualTo(known(link));
        assertThat(exec.program().path()).isEqualTo(known(program));
    }

    @Test
    void takesALoaderThatIsToldToRunAProgramForItsInterpreter() throws IOException {
        Path loader = executable("ld-linux-x86-64.so.2", "\u007fELF");
        long argv = bench.vector("ld.so", "--library-path", "/lib", "--argv0", "innocent", program.toString(), "-x");
        ExecActivity exec = only(bench.call("execve", loader, argv, 0));
        assertThat(exec.requestedPath()).isEqualTo(known(loader));
        assertThat(exec.program().path()).isEqualTo(known(program));
        assertThat(paths(exec.interpreters())).containsExactly(known(loader));
        assertThat(exec.arguments()).isEqualTo(words("innocent", "-x"));
        ExecActivity alone = only(bench.call("execve", loader, bench.vector("ld.so", "/missing"), 0));
        assertThat(alone.program().path()).isEqualTo(known(loader));
        assertThat(alone.arguments()).isEqualTo(words("ld.so", "/missing"));
    }

    @Test
    void isNothingWhereTheNameDoesNotExist() {
        assertThat(bench.call("execve", folder.resolve("missing"), bench.vector("m"), 0))
                .isEmpty();
        assertThat(bench.call("execve", program.resolve("below"), bench.vector("m"), 0))
                .isEmpty();
    }

    @Test
    void takesNullForNoArguments() {
        assertThat(only(bench.call("execve", program, 0, 0)).arguments()).isEqualTo(words());
    }

    @Test
    void tellsThatArgumentsCannotBeRead() {
        assertThat(only(bench.call("execve", program, 16L, 0)).arguments()).isEqualTo(Field.unreadable("EFAULT"));
        assertThat(only(bench.call("execve", 16L, bench.vector("a"), 0))
                        .program()
                        .path())
                .isEqualTo(Field.unreadable("EFAULT"));
    }

    @Test
    void keepsTheArgumentsBeforeOneThatCannotBeRead() {
        NativeBuffer pointers = bench.buffer(32);
        pointers.putLong(0, bench.put("first"));
        pointers.putLong(8, 16);
        assertThat(only(bench.call("execve", program, pointers.address(), 0)).arguments())
                .isEqualTo(words("first"));
    }

    @Test
    void readsTwoMebibytesOfArguments() {
        String[] many = new String[2048];
        for (int i = 0; i < many.length; i++) {
            many[i] = (char) ('a' + i % 26) + "x".repeat(1023);
        }
        assertThat(only(bench.call("execve", program, bench.vector(many), 0)).arguments())
                .isEqualTo(words(many));
    }

    @Test
    void readsTheEnvironmentOnlyWhereItIsWanted() {
        long environment = bench.vector("LD_PRELOAD=/tmp/x.so", "A=");
        assertThat(only(bench.call("execve", program, 0, environment)).environment())
                .isEqualTo(words("LD_PRELOAD=/tmp/x.so", "A="));
        Needs plain = new Needs(Set.of(Interest.EXEC), Set.of(), false);
        try (CallBench other = new CallBench(plain, 0)) {
            assertThat(only(other.call("execve", program, 0, other.vector("A=1")))
                            .environment())
                    .isEqualTo(words());
        }
    }

    @Test
    void followsTheInterpretersOfAScript() throws IOException {
        Path script = executable("script", "#!/bin/sh -e\ntrue\n");
        Path outer = executable("outer", "#! " + script + "\n");
        String shell = Path.of("/bin/sh").toRealPath().toString();
        assertThat(paths(only(bench.call("execve", script, 0, 0)).interpreters()))
                .containsExactly(known(shell));
        assertThat(paths(only(bench.call("execve", outer, 0, 0)).interpreters()))
                .containsExactly(known(script), known(shell));
    }

    @Test
    void endsAtAnInterpreterThatNamesItself() throws IOException {
        Path loop = folder.resolve("loop");
        executable("loop", "#!" + loop + "\n");
        assertThat(paths(only(bench.call("execve", loop, 0, 0)).interpreters()))
                .hasSize(5)
                .containsOnly(known(loop));
    }

    @Test
    void namesAnInterpreterThatDoesNotExistAsItIsWritten() throws IOException {
        Path script = executable("script", "#!/nowhere/interpreter\n");
        assertThat(paths(only(bench.call("execve", script, 0, 0)).interpreters()))
                .containsExactly(known("/nowhere/interpreter"));
    }

    @Test
    void tellsWhatWasWrittenAfterTheWatchBegan() throws IOException {
        long now = System.currentTimeMillis() / 1000;
        try (CallBench early = new CallBench(CallBench.EVERY_INTEREST, now - 5);
                CallBench late = new CallBench(CallBench.EVERY_INTEREST, now + 3600)) {
            assertThat(only(early.call("execve", program, 0, 0)).program().newBinary())
                    .isTrue();
            assertThat(only(late.call("execve", program, 0, 0)).program().newBinary())
                    .isFalse();
            assertThat(only(early.call("execve", Path.of("/bin/sh"), 0, 0))
                            .program()
                            .newBinary())
                    .isFalse();
        }
    }

    private int open(Path path) {
        try (NativeBuffer name = new NativeBuffer(4096)) {
            name.putCString(path.toString().getBytes(StandardCharsets.UTF_8));
            return FileCalls.openat(AT_FDCWD, name, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
        }
    }

    @Test
    void readsExecveatInAllItsForms() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("program"));
        int directory = open(folder);
        int file = open(program);
        List<Activity> seen = new ArrayList<>();
        seen.addAll(bench.call("execveat", directory, "program", bench.vector("a"), 0, 0));
        seen.addAll(bench.call("execveat", AT_FDCWD, program, bench.vector("a"), 0, 0));
        seen.addAll(bench.call("execveat", directory, "link", bench.vector("a"), 0, 0));
        seen.addAll(bench.call("execveat", file, "", bench.vector("a"), 0, AT_EMPTY_PATH));
        assertThat(seen).hasSize(4).allSatisfy(activity -> {
            ExecActivity exec = (ExecActivity) activity;
            assertThat(exec.syscall()).isEqualTo("execveat");
            assertThat(exec.program().path()).isEqualTo(known(program));
            assertThat(exec.arguments()).isEqualTo(words("a"));
        });
        assertThat(only(bench.call("execveat", directory, "link", 0, 0, AT_SYMLINK_NOFOLLOW))
                        .program()
                        .path())
                .isEqualTo(known(link));
        assertThat(bench.call("execveat", file, "", 0, 0, 0)).isEmpty();
        FileCalls.close(directory);
        FileCalls.close(file);
    }

    @Test
    void callsAProgramWithoutANameFileless() throws IOException {
        Path gone = executable("gone", "\u007fELF");
        int file = open(gone);
        Files.delete(gone);
        ExecActivity exec = only(bench.call("execveat", file, "", 0, 0, AT_EMPTY_PATH));
        assertThat(exec.program().fileless()).isTrue();
        assertThat(only(bench.call("execve", "/proc/self/fd/" + file, 0, 0))
                        .program()
                        .fileless())
                .isTrue();
        FileCalls.close(file);
    }
}
