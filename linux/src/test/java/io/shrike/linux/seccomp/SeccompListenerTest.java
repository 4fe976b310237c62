package io.shrike.linux.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Architecture;
import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.Seccomp;
import io.shrike.linux.abi.Signals;
import io.shrike.linux.libc.Errno;
import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.NativeBuffer;
import io.shrike.linux.libc.Poll;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.linux.memory.CStrings;
import io.shrike.linux.memory.ProcessMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real notifications of a real filter. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SeccompListenerTest {
    private static final int OPENAT = Architecture.IS_X86 ? 257 : 56;

    @TempDir
    Path folder;

    private static String pathOf(SeccompListener listener) {
        byte[] path = new byte[4096];
        try (ProcessMemory memory = new ProcessMemory()) {
            int length = CStrings.read(memory.target(listener.tid()), listener.arg(1), path, path.length);
            assertThat(length).isNotNegative();
            return new String(path, 0, length, UTF_8);
        }
    }

    private static void receiveNext(SeccompListener listener) {
        assertThat(listener.await(10_000)).isEqualTo(Poll.POLLIN);
        assertThat(listener.receive()).isZero();
    }

    @Test
    void continuesACallWhosePathItHasRead() throws Throwable {
        try (VictimRun victim = VictimRun.start(folder, "o", "/proc/self/stat", "o", "/nowhere")) {
            SeccompListener listener = victim.listener();
            receiveNext(listener);
            assertThat(listener.nr()).isEqualTo(OPENAT);
            assertThat(listener.arch()).isEqualTo(Architecture.IS_X86 ? 0xc000003e : 0xc00000b7);
            assertThat(listener.tid()).isEqualTo(victim.pid());
            assertThat(listener.flags()).isZero();
            assertThat(listener.instructionPointer()).isNotZero();
            assertThat(listener.arg(0)).isEqualTo(0xdeadbeef00000000L | 0xffffff9cL);
            assertThat(listener.arg(2)).isEqualTo(Fcntl.O_CLOEXEC);
            assertThat(pathOf(listener)).isEqualTo("/proc/self/stat");
            assertThat(listener.isValid()).isTrue();
            assertThat(listener.continueCall()).isZero();
            assertThat(victim.told().getFirst()).isNotNegative();
            receiveNext(listener);
            assertThat(pathOf(listener)).isEqualTo("/nowhere");
            listener.continueCall();
            assertThat(victim.told()).containsExactly(-1, Errno.ENOENT);
            assertThat(victim.end()).isZero();
        }
    }

    @Test
    void answersInTheKernelsPlace() throws Throwable {
        try (VictimRun victim = VictimRun.start(folder, "o", "/etc/passwd", "o", "/etc/passwd")) {
            SeccompListener listener = victim.listener();
            receiveNext(listener);
            assertThat(listener.respond(7, Errno.EPERM)).isZero();
            assertThat(victim.told()).containsExactly(-1, Errno.EPERM);
            receiveNext(listener);
            assertThat(listener.respond(4711, 0)).isZero();
            assertThat(victim.told()).containsExactly(4711, 0);
        }
    }

    @Test
    void putsADescriptorIntoTheCaller() throws Throwable {
        Path file = Files.writeString(folder.resolve("file"), "Q");
        try (VictimRun victim = VictimRun.start(folder, "c", "/nowhere", "o", "/nowhere");
                NativeBuffer path = new NativeBuffer(4096)) {
            SeccompListener listener = victim.listener();
            path.putCString(file.toString().getBytes(UTF_8));
            int fd = FileCalls.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC, 0);
            receiveNext(listener);
            int installed = listener.addFd(fd, 0, Fcntl.O_CLOEXEC, Seccomp.SECCOMP_ADDFD_FLAG_SEND);
            assertThat(installed).isPositive();
            assertThat(victim.told()).containsExactly((int) 'Q', 0);
            receiveNext(listener);
            assertThat(listener.addFd(fd, 99, 0, Seccomp.SECCOMP_ADDFD_FLAG_SETFD))
                    .isEqualTo(99);
            assertThat(listener.respond(99, 0)).isZero();
            assertThat(victim.told()).containsExactly(99, 0);
            FileCalls.close(fd);
        }
    }

    @Test
    void saysThatTheCallerWasKilledWhileItWaited() throws Throwable {
        try (VictimRun victim = VictimRun.start(folder, "o", "/etc/passwd")) {
            SeccompListener listener = victim.listener();
            receiveNext(listener);
            ProcessCalls.kill(victim.pid(), Signals.SIGKILL);
            assertThat(victim.end()).isEqualTo(128 + Signals.SIGKILL);
            assertThat(listener.isValid()).isFalse();
            assertThat(listener.continueCall()).isEqualTo(-Errno.ENOENT);
            assertThat(listener.respond(0, Errno.EPERM)).isEqualTo(-Errno.ENOENT);
            assertThat(listener.addFd(0, 0, 0, 0)).isEqualTo(-Errno.ENOENT);
        }
    }

    @Test
    void hangsUpWhenTheLastTaskIsGone() throws Throwable {
        try (VictimRun victim = VictimRun.start(folder, "o", "/etc/passwd")) {
            SeccompListener listener = victim.listener();
            receiveNext(listener);
            assertThat(listener.await(0)).isZero();
            listener.continueCall();
            assertThat(victim.end()).isZero();
            assertThat(listener.await(10_000)).isEqualTo(Poll.POLLHUP);
        }
    }

    @Test
    void cannotAnswerTwice() throws Throwable {
        try (VictimRun victim = VictimRun.start(folder, "o", "/etc/passwd", "o", "/etc/passwd")) {
            SeccompListener listener = victim.listener();
            receiveNext(listener);
            assertThat(listener.continueCall()).isZero();
            // The victim has told once its first call is over and waits in the second.
            victim.told();
            assertThat(listener.await(10_000)).isEqualTo(Poll.POLLIN);
            assertThat(listener.isValid()).isFalse();
            assertThat(listener.continueCall()).isEqualTo(-Errno.ENOENT);
            receiveNext(listener);
            listener.continueCall();
        }
    }

    @Test
    void servesManyCallsWithSynchronousWakeUp() throws Throwable {
        try (VictimRun victim = VictimRun.start(folder, "s", "5000", "/etc/passwd")) {
            SeccompListener listener = victim.listener();
            assertThat(listener.setSyncWakeUp()).isIn(0, -Errno.EINVAL, -Errno.ENOTTY);
            for (int i = 0; i < 5000; i++) {
                assertThat(listener.receive()).isZero();
                assertThat(listener.continueCall()).isZero();
            }
            assertThat(victim.told()).containsExactly(0, 0);
        }
    }

    @Test
    void failsOnADescriptorThatIsNoListener() {
        try (SeccompListener none = new SeccompListener(-1)) {
            assertThat(none.receive()).isEqualTo(-Errno.EBADF);
            assertThat(none.continueCall()).isEqualTo(-Errno.EBADF);
            assertThat(none.isValid()).isFalse();
        }
    }
}
