package io.shrike.trace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.linux.abi.Fcntl;
import io.shrike.linux.abi.Ptrace;
import io.shrike.linux.libc.ProcessCalls;
import io.shrike.model.Activity;
import io.shrike.model.Activity.FileActivity;
import io.shrike.model.Activity.TamperActivity;
import io.shrike.model.Activity.Watcher;
import io.shrike.model.Needs;
import io.shrike.trace.testing.CallBench;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test's own process is the sensor, and the launcher is nobody. */
class TamperDecoderTest {
    private static final int SIGTERM = 15;

    private final int sensor = ProcessCalls.getpid();
    private final CallBench bench = new CallBench(new Needs(Set.of(), Set.of(), false), 0);

    @AfterEach
    void close() {
        bench.close();
    }

    private static TamperActivity only(List<Activity> activities) {
        assertThat(activities).hasSize(1);
        return (TamperActivity) activities.getFirst();
    }

    @ParameterizedTest
    @CsvSource({"kill, 1", "tkill, 1", "rt_sigqueueinfo, 1", "tgkill, 2", "rt_tgsigqueueinfo, 2"})
    void tellsOfSignalsToAWatcherButNotOfProbes(String call, int signalIndex) {
        Object[] arguments = {sensor, sensor, 0};
        arguments[signalIndex] = SIGTERM;
        TamperActivity tamper = only(bench.call(call, arguments));
        assertThat(tamper.victim()).isEqualTo(Watcher.SENSOR);
        assertThat(tamper.call().details().toString()).contains("SIGTERM");
        assertThat(tamper.syscall()).isEqualTo(call);
        arguments[0] = CallBench.SOMEBODY;
        assertThat(only(bench.call(call, arguments)).victim()).isEqualTo(Watcher.LAUNCHER);
        arguments[signalIndex] = 0;
        assertThat(bench.call(call, arguments)).isEmpty();
        arguments[0] = CallBench.SOMEBODY + 1;
        arguments[signalIndex] = SIGTERM;
        assertThat(bench.call(call, arguments)).isEmpty();
    }

    @Test
    void tellsOfTracingAWatcherAndOfWritingItsMemory() {
        assertThat(only(bench.call("ptrace", Ptrace.PTRACE_SEIZE, sensor, 0, 0)).victim())
                .isEqualTo(Watcher.SENSOR);
        assertThat(bench.call("ptrace", Ptrace.PTRACE_DETACH, sensor, 0, 0)).isEmpty();
        assertThat(bench.call("ptrace", Ptrace.PTRACE_ATTACH, CallBench.SOMEBODY + 1, 0, 0))
                .isEmpty();
        assertThat(only(bench.call("process_vm_writev", sensor, 0, 0, 0, 0, 0)).victim())
                .isEqualTo(Watcher.SENSOR);
    }

    @Test
    void tellsOfAWatchersStateOpenedForWriting() {
        String memory = "/proc/" + sensor + "/mem";
        List<Activity> opened = bench.call("openat", -100, memory, Fcntl.O_RDWR, 0);
        assertThat(opened).hasSize(2).first().isInstanceOf(FileActivity.class);
        assertThat(((TamperActivity) opened.get(1)).victim()).isEqualTo(Watcher.SENSOR);
        assertThat(bench.call("openat", -100, memory, Fcntl.O_RDONLY, 0))
                .singleElement()
                .isInstanceOf(FileActivity.class);
    }
}
