package io.shrike.trace.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.libc.FileCalls;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.Activity.Watcher;
import io.shrike.model.ByteString;
import io.shrike.trace.tree.Launchers;
import org.junit.jupiter.api.Test;

class WatchersTest {
    private static final int LAUNCHER = 1 << 23;

    private final int self = ProcessCalls.getpid();

    @Test
    void knowsTheSensorByItsProcessItsThreadsAndItsGroup() {
        try (Watchers watchers = new Watchers(self, Launchers.of(LAUNCHER))) {
            assertThat(watchers.of(self, self)).contains(Watcher.SENSOR);
            assertThat(watchers.of(self, ProcessCalls.gettid())).contains(Watcher.SENSOR);
            assertThat(watchers.signalled(self, -self)).contains(Watcher.SENSOR);
            assertThat(watchers.signalled(self, -1)).contains(Watcher.SENSOR);
            assertThat(watchers.of(self, LAUNCHER)).contains(Watcher.LAUNCHER);
            assertThat(watchers.of(self, LAUNCHER - 1)).isEmpty();
            assertThat(watchers.signalled(self, 0)).isEmpty();
            assertThat(watchers.signalled(self, -LAUNCHER)).isEmpty();
        }
    }

    @Test
    void knowsAWatcherBehindAPidfd() {
        int pidfd = ProcessCalls.pidfdOpen(self, 0);
        try (Watchers sensor = new Watchers(self, Launchers.of(LAUNCHER));
                Watchers launcher = new Watchers(LAUNCHER, Launchers.of(self));
                Watchers others = new Watchers(LAUNCHER, Launchers.of(LAUNCHER + 1))) {
            assertThat(sensor.behindPidfd(self, pidfd)).contains(Watcher.SENSOR);
            assertThat(launcher.behindPidfd(self, pidfd)).contains(Watcher.LAUNCHER);
            assertThat(others.behindPidfd(self, pidfd)).isEmpty();
            assertThat(sensor.behindPidfd(self, 0)).isEmpty();
            assertThat(sensor.behindPidfd(self, 9999)).isEmpty();
        } finally {
            FileCalls.close(pidfd);
        }
    }

    @Test
    void readsThePidOfAPidfd() {
        assertThat(Watchers.pid("pos:\t0\nflags:\t02000002\nPid:\t421\nNSpid:\t421\n".getBytes(US_ASCII)))
                .isEqualTo(421);
        assertThat(Watchers.pid("pos:\t0\nNSpid:\t421\n".getBytes(US_ASCII))).isZero();
        assertThat(Watchers.pid("pos:\t0\nPid:\t-1\n".getBytes(US_ASCII))).isZero();
    }

    @Test
    void knowsWhoseStateAFileIs() {
        try (Watchers watchers = new Watchers(12, Launchers.of(34))) {
            assertThat(watchers.owning(ByteString.utf8("/proc/12/mem"))).contains(Watcher.SENSOR);
            assertThat(watchers.owning(ByteString.utf8("/proc/34/task/34/mem"))).contains(Watcher.LAUNCHER);
            assertThat(watchers.owning(ByteString.utf8("/proc/123/mem"))).isEmpty();
        }
    }
}
