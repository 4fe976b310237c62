package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.AttachedSensor;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Fixtures;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Launch;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.SidecarSensor;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that run already are watched from the moment that they are attached to, and do not notice it. */
class AttachIT {
    private static final String READS = """
            fileIntegrityMonitoring:
              paths: [{path: /etc/hostname, events: [open], severity: high}]
            """;

    private static final String FINE = "ready\nfailed 0 lost 0 forked 1\n";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private static EventMatcher read(String by) {
        return event("file_access").with("file.path", "/etc/hostname").with("process.name", by);
    }

    private Launch busy(boolean root, int threads) {
        Command command = Command.as(
                root,
                directory,
                Fixtures.path("busy"),
                Integer.toString(threads),
                "/etc/hostname",
                directory.resolve("stop").toString());
        Launch launch = Launch.start(command);
        launch.awaitOutput("ready");
        return launch;
    }

    private void stop() {
        try {
            Files.createFile(directory.resolve("stop"));
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    private AttachedSensor attach(Launch program) {
        return AttachedSensor.start(directory, READS, "--pid", Long.toString(program.pid()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void watchesAllThreadsAndWhatTheyStart(boolean root) {
        Host.needsRoot();
        Launch program = busy(root, 12);
        AttachedSensor sensor = attach(program);
        sensor.events().await("file_access", 60);
        stop();
        Ran ran = program.finish();
        assertThat(ran.stdout()).isEqualTo(FINE);
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(9));
        Watched watched = sensor.endsByItself();
        watched.check()
                .contains(read("busy").with("process.uid", root ? 0 : Host.ORDINARY_USER))
                .containsNone(event("sensor_gap"));
        long first =
                watched.ofType("file_access").getFirst().number("process.pid").orElseThrow();
        assertThat(watched.ofType("file_access"))
                .as("its own and its children's")
                .anySatisfy(each ->
                        assertThat(each.number("process.pid").orElseThrow()).isNotEqualTo(first));
        assertThat(watched.ofType("file_access").stream()
                        .map(each -> each.number("process.tid").orElseThrow())
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void byPtraceToo(boolean root) {
        Host.needsRoot();
        Launch program = busy(root, 12);
        AttachedSensor sensor =
                AttachedSensor.start(directory, READS, "--engine", "ptrace", "--pid", Long.toString(program.pid()));
        sensor.events().await("file_access", 60);
        stop();
        Ran ran = program.finish();
        assertThat(ran.stdout()).isEqualTo(FINE);
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(9));
        Watched watched = sensor.endsByItself();
        watched.check().contains(read("busy").with("sensor.engine", "ptrace")).containsNone(event("sensor_gap"));
        assertThat(watched.ofType("file_access").stream()
                        .map(each -> each.number("process.tid").orElseThrow())
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void theProgramOutlivesItsTracer(String signal) {
        Launch program = busy(true, 6);
        AttachedSensor sensor =
                AttachedSensor.start(directory, READS, "--engine", "ptrace", "--pid", Long.toString(program.pid()));
        sensor.events().await("file_access", 5);
        if (signal.equals("KILL")) {
            sensor.killSensor();
            sensor.events().await("policy_loaded", 2);
            long before = sensor.events().count("file_access");
            sensor.events().await("file_access", (int) before + 5);
        } else {
            sensor.signalSensor(signal);
            sensor.events().await("sensor_status", 2);
        }
        assertThat(program.isAlive()).isTrue();
        stop();
        assertThat(program.finish().stdout()).isEqualTo(FINE);
        assertThat(sensor.finish().faults()).isEmpty();
    }

    @Test
    void aProgramOfTwoHundredThreadsLosesNothing() {
        Launch program = busy(true, 200);
        AttachedSensor sensor = attach(program);
        sensor.events().await("file_access", 400);
        assertThat(threads(program)).isEqualTo(201);
        stop();
        assertThat(program.finish().stdout()).isEqualTo(FINE);
        sensor.endsByItself().check().containsNone(event("sensor_gap"));
    }

    private static long threads(Launch program) {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + program.pid() + "/task"))) {
            return all.count();
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    @Test
    void theProgramOutlivesTheSensorWhichComesBack() {
        Launch program = busy(true, 6);
        AttachedSensor sensor = attach(program);
        sensor.events().await("file_access", 5);
        for (int kill = 1; kill <= 3; kill++) {
            sensor.killSensor();
            sensor.events().await("sensor_gap", kill);
            long before = sensor.events().count("file_access");
            sensor.events().await("file_access", (int) before + 5);
        }
        stop();
        assertThat(program.finish().stdout()).isEqualTo(FINE);
        Watched watched = sensor.endsByItselfAfterKills();
        assertThat(watched.faults()).isEmpty();
        watched.check()
                .containsExactly(
                        3, event("sensor_gap").matching("gap.reason", ".*connection to the sensor was closed.*"));
    }

    @Test
    void theProgramOutlivesTheEndOfTheWatch() {
        Launch program = busy(true, 6);
        AttachedSensor sensor = attach(program);
        sensor.events().await("file_access", 5);
        sensor.signalSensor("TERM");
        sensor.events().await("sensor_status", 2);
        assertThat(program.isAlive()).isTrue();
        stop();
        assertThat(program.finish().stdout()).isEqualTo(FINE);
        Watched watched = sensor.finish();
        assertThat(watched.ending()).isEqualTo(new Ending.Exited(143));
    }

    @Test
    void debuggersWorkAfterwards() {
        Host.needs("strace");
        Launch program = busy(true, 4);
        AttachedSensor sensor = attach(program);
        sensor.events().await("file_access", 5);
        Ran traced = Command.of(
                        directory,
                        "timeout",
                        "-s",
                        "INT",
                        "1",
                        "strace",
                        "-f",
                        "-e",
                        "trace=openat",
                        "-p",
                        Long.toString(program.pid()))
                .alone();
        assertThat(traced.stderr()).contains("openat(AT_FDCWD, \"/etc/hostname\"");
        stop();
        assertThat(program.finish().stdout()).isEqualTo(FINE);
        sensor.endsByItself();
    }

    @Test
    void leavesAloneWhatItCannotWatchAndSaysSo() {
        Launch program = Launch.start(SidecarSensor.behind(
                directory, Command.shell(directory, "echo ready; while [ ! -e stop ]; do sleep 0.1; done; echo fine")));
        SidecarSensor other = SidecarSensor.start(directory, READS);
        program.awaitOutput("ready");
        long watched = program.children().findFirst().orElseThrow().pid();
        AttachedSensor sensor = AttachedSensor.start(directory, READS, "--pid", Long.toString(watched));
        sensor.events().await("sensor_gap", 1);
        stop();
        assertThat(program.finish().stdout()).isEqualTo("ready\nfine\n");
        other.end();
        sensor.finish()
                .check()
                .contains(event("sensor_gap")
                        .matching("gap.reason", "process \\d+ \\(.*\\) is not watched: EBUSY: another supervisor.*"));
    }

    @Test
    void inANamespaceEveryProcessIsWatchedAlsoThoseThatComeFromOutside() throws IOException {
        Host.needsRoot();
        Host.needs("unshare");
        Host.needs("nsenter");
        Command namespace = Command.shell(
                        directory,
                        "echo ready; while [ ! -e stop ]; do cat /etc/hostname >/dev/null; sleep 0.05; done; exit 3")
                .wrappedIn("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");
        Launch program = Launch.start(namespace);
        program.awaitOutput("ready");
        long init = program.children().findFirst().orElseThrow().pid();
        String[] enter = {"nsenter", "-t", Long.toString(init), "-p", "-m"};
        AttachedSensor sensor = AttachedSensor.startIn(directory, enter, READS, "--auto");
        sensor.events().await("file_access", 5);
        Launch session = Launch.start(Command.shell(
                        directory,
                        "sleep 1; i=0; while [ $i -lt 5 ]; do head -c1 /etc/hostname; i=$((i+1)); done; exit 4")
                .wrappedIn(enter));
        assertThat(session.finish().ending()).isEqualTo(new Ending.Exited(4));
        sensor.events().await("file_access", 10);
        sensor.signalSensor("TERM");
        stop();
        assertThat(program.finish().ending()).isEqualTo(new Ending.Exited(3));
        Watched watched = sensor.finish();
        watched.check().contains(read("cat"), read("head")).containsNone(event("sensor_gap"));
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine() {
        Ran none = Command.shrike(directory, "attach").alone();
        assertThat(none.ending()).isEqualTo(new Ending.Exited(2));
        assertThat(none.stderr()).contains("--pid").contains("--auto");
        Ran absent = Command.shrike(directory, "attach", "--pid", "4194303").alone();
        assertThat(absent.ending()).isEqualTo(new Ending.Exited(2));
        assertThat(absent.stderr()).contains("no process has the number 4194303");
        Ran policy = Command.shrike(directory, "attach", "--auto", "--policy", "absent.yaml")
                .alone();
        assertThat(policy.ending()).isEqualTo(new Ending.Exited(78));
    }
}
