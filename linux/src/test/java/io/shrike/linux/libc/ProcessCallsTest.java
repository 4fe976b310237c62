package io.shrike.linux.libc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Prctl;
import io.shrike.linux.abi.Resource;
import io.shrike.linux.abi.Signals;
import io.shrike.linux.testing.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessCallsTest {
    private static Child sleeper() throws Throwable {
        return Child.start(List.of("/bin/sleep", "600"));
    }

    @Test
    void knowsItsOwnNumbers() throws Exception {
        assertThat(ProcessCalls.getpid())
                .isEqualTo((int) ProcessHandle.current().pid());
        assertThat(ProcessCalls.getuid()).isEqualTo(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(Path.of("/proc/self/task/" + ProcessCalls.gettid())).exists();
    }

    @Test
    void limitsAreThoseThatTheKernelTells() throws Exception {
        try (NativeBuffer limits = new NativeBuffer(16)) {
            limits.putLong(0, 1);
            limits.putLong(8, 1);
            assertThat(ProcessCalls.setrlimit(Resource.RLIMIT_CORE, limits)).isZero();
            assertThat(Files.readString(Path.of("/proc/self/limits"))).containsPattern("Max core file size +1 +1 ");
            assertThat(ProcessCalls.setrlimit(999, limits)).isEqualTo(-Errno.EINVAL);
        }
    }

    @Test
    void everyThreadHasItsOwnErrno() throws Exception {
        int[] seen = new int[2];
        Thread other = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 20_000 && seen[1] == 0; i++) {
                int result = ProcessCalls.kill(ProcessCalls.getpid(), 999);
                seen[1] = result == -Errno.EINVAL ? 0 : result;
            }
        });
        for (int i = 0; i < 20_000 && seen[0] == 0; i++) {
            int result = FileCalls.close(-1);
            seen[0] = result == -Errno.EBADF ? 0 : result;
        }
        other.join();
        assertThat(seen).containsExactly(0, 0);
    }

    @Test
    void pidfdSignalsAProcessAndTellsOfItsEnd() throws Throwable {
        Child child = sleeper();
        int pidfd = ProcessCalls.pidfdOpen(child.pid(), 0);
        assertThat(pidfd).isNotNegative();
        try (Poll poll = new Poll(1)) {
            poll.add(pidfd, Poll.POLLIN);
            assertThat(poll.wait(0)).isZero();
            assertThat(ProcessCalls.pidfdSendSignal(pidfd, 0)).isZero();
            assertThat(ProcessCalls.pidfdSendSignal(pidfd, Signals.SIGTERM)).isZero();
            assertThat(poll.wait(10_000)).isEqualTo(1);
            assertThat(poll.revents(0) & Poll.POLLIN).isEqualTo(Poll.POLLIN);
        }
        assertThat(child.end()).isEqualTo(128 + Signals.SIGTERM);
        assertThat(ProcessCalls.pidfdSendSignal(pidfd, 0)).isEqualTo(-Errno.ESRCH);
        assertThat(ProcessCalls.pidfdOpen(child.pid(), 0)).isEqualTo(-Errno.ESRCH);
        FileCalls.close(pidfd);
    }

    @Test
    void pidfdGetsADescriptor() throws Throwable {
        int pidfd = ProcessCalls.pidfdOpen(ProcessCalls.getpid(), 0);
        int copy = ProcessCalls.pidfdGetfd(pidfd, 2);
        assertThat(copy).isGreaterThan(2);
        assertThat(ProcessCalls.pidfdGetfd(pidfd, 999_999)).isEqualTo(-Errno.EBADF);
        FileCalls.close(copy);
        FileCalls.close(pidfd);
    }

    @Test
    void signalsAThread() throws Throwable {
        Child child = sleeper();
        assertThat(ProcessCalls.tgkill(child.pid(), child.pid(), 0)).isZero();
        assertThat(ProcessCalls.tgkill(ProcessCalls.getpid(), child.pid(), 0)).isEqualTo(-Errno.ESRCH);
        assertThat(ProcessCalls.tgkill(child.pid(), child.pid(), Signals.SIGKILL))
                .isZero();
        assertThat(child.end()).isEqualTo(128 + Signals.SIGKILL);
        assertThat(ProcessCalls.kill(child.pid(), 0)).isEqualTo(-Errno.ESRCH);
    }

    @Test
    void prctlTakesAndGivesTheThreadsName() {
        try (NativeBuffer name = new NativeBuffer(16)) {
            name.putCString("before".getBytes(US_ASCII));
            assertThat(ProcessCalls.prctl(Prctl.PR_SET_NAME, name.address(), 0, 0, 0))
                    .isZero();
            name.clear(0, 16);
            assertThat(ProcessCalls.prctl(Prctl.PR_GET_NAME, name.address(), 0, 0, 0))
                    .isZero();
            assertThat(name.getBytes(0, 7)).containsExactly('b', 'e', 'f', 'o', 'r', 'e', 0);
            assertThat(ProcessCalls.prctl(9999, 0, 0, 0, 0)).isEqualTo(-Errno.EINVAL);
        }
    }
}
