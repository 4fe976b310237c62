package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Launch;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.SidecarSensor;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sensor that serves shims over its socket: programs are watched as if it had launched them. */
class SidecarIT {
    private static final String READS = """
            fileIntegrityMonitoring:
              paths: [{path: /etc/hostname, events: [open], severity: high}]
            """;

    private static final String GAP = "the launcher's connection to the sensor was closed:.*";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private static EventMatcher read(String by) {
        return event("file_access").with("file.path", "/etc/hostname").with("process.name", by);
    }

    private Command shell(boolean root, String script) {
        return Command.as(root, directory, Path.of("/bin/sh"), "-c", script);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void watchesAProgramAndKeepsItsOutputAndItsExitCode(boolean root) {
        SidecarSensor sensor = SidecarSensor.start(directory, READS);
        Ran ran = sensor.behind(shell(root, "cat /etc/hostname >/dev/null; echo fine; exit 7"))
                .alone();
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(7));
        assertThat(ran.stdout()).isEqualTo("fine\n");
        assertThat(ran.stderr()).isEmpty();
        sensor.end()
                .check()
                .containsExactly(1, read("cat").with("process.uid", root ? 0 : Host.ORDINARY_USER))
                .containsNone(event("sensor_gap"));
    }

    @Test
    void blocksBeforeItHappens() {
        SidecarSensor sensor = SidecarSensor.start(directory, """
                fileIntegrityMonitoring:
                  paths: [{path: /etc/hostname, events: [open], severity: high, action: block}]
                actions: {block: {enabled: true, action: deny}}
                """);
        Ran ran = sensor.behind(shell(true, "cat /etc/hostname; echo $?")).alone();
        assertThat(ran.stdout()).isEqualTo("1\n");
        assertThat(ran.stderr()).contains("Operation not permitted");
        sensor.end().check().contains(read("cat").with("outcome", "denied"));
    }

    @Test
    void servesSeveralProgramsAtOnce() {
        SidecarSensor sensor = SidecarSensor.start(directory, READS);
        String script =
                "i=0; while [ $i -lt 40 ]; do read x </etc/hostname; i=$((i+1)); done; sleep 0.5; cat /etc/hostname";
        Launch first = Launch.start(sensor.behind(shell(true, script)));
        Launch second = Launch.start(sensor.behind(shell(true, script)));
        Launch third = Launch.start(sensor.behind(shell(true, "kill -KILL $$")));
        assertThat(first.finish().ending()).isEqualTo(new Ending.Exited(0));
        assertThat(second.finish().ending()).isEqualTo(new Ending.Exited(0));
        assertThat(third.finish().ending()).isEqualTo(new Ending.Signaled(9));
        sensor.end().check().containsExactly(80, read("dash")).containsExactly(2, read("cat"));
    }

    @Test
    void theProgramMayBeStartedFirst() {
        Launch program = Launch.start(SidecarSensor.behind(directory, shell(true, "cat /etc/hostname >/dev/null")));
        SidecarSensor sensor = SidecarSensor.start(directory, READS);
        assertThat(program.finish().ending()).isEqualTo(new Ending.Exited(0));
        sensor.end().check().contains(read("cat")).containsNone(event("sensor_gap"));
    }

    @Test
    void aProgramThatStartedWithoutTheSensorIsTold() {
        Command command = shell(true, "cat /etc/hostname >/dev/null; while [ ! -e stop ]; do sleep 0.05; done; exit 3");
        Launch program = Launch.start(SidecarSensor.behind(directory, command, "--startup-timeout", "0.2"));
        program.awaitErrors("UNWATCHED");
        SidecarSensor sensor = SidecarSensor.start(directory, READS);
        sensor.events().await("sensor_gap", 1);
        stop();
        assertThat(program.finish().ending()).isEqualTo(new Ending.Exited(3));
        Watched watched = sensor.endWith("TERM");
        watched.check()
                .contains(event("sensor_gap")
                        .matching(
                                "gap.reason", "process \\d+ launches an unwatched program: the sensor was not ready.*"))
                .containsNone(read("cat"));
    }

    private void stop() {
        try {
            Files.createFile(directory.resolve("stop"));
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void theProgramOutlivesTheSensorAndIsWatchedByTheNext(String signal) {
        SidecarSensor first = SidecarSensor.start(directory, READS);
        Launch program = Launch.start(first.behind(shell(
                true, "while [ ! -e stop ]; do read x </etc/hostname || echo lost; sleep 0.01; done; echo fine")));
        first.events().await("file_access", 1);
        Watched early = first.endWith(signal);
        assertThat(early.ofType("file_access")).isNotEmpty();
        SidecarSensor second = SidecarSensor.start(directory, READS);
        second.events().await("sensor_gap", 1);
        second.events().await("file_access", 5);
        stop();
        Ran ran = program.finish();
        assertThat(ran.stdout()).isEqualTo("fine\n");
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(0));
        Watched late = second.end();
        late.check().contains(event("sensor_gap").matching("gap.reason", GAP));
        assertThat(late.ofType("sensor_gap").getFirst().number("gap.unwatched").orElse(0L))
                .isPositive();
    }

    @Test
    void servesNobodyButItsLauncher() {
        Host.needs("python3");
        SidecarSensor sensor = SidecarSensor.start(directory, READS);
        String connect = "import socket; s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET); s.connect('"
                + sensor.socket() + "'); print(len(s.recv(65536)))";
        Ran stranger = Command.of(directory, "python3", "-c", connect).alone();
        assertThat(stranger.stdout()).isEqualTo("0\n");
        sensor.awaitErrors("which does not run the launcher of this version");
        Ran nested = sensor.behind(Command.of(
                        directory,
                        SidecarSensor.behind(directory, shell(true, "exit 4"), "--startup-timeout", "0.5")
                                .arguments()))
                .alone();
        assertThat(nested.ending()).isEqualTo(new Ending.Exited(4));
        assertThat(nested.stderr()).contains("UNWATCHED");
        sensor.awaitErrors("which is watched itself");
        Watched watched = sensor.end();
        assertThat(watched.ofType("sensor_status").getLast().toString())
                .contains("connections that were not served: ")
                .contains("does not run the launcher of this version");
    }

    @Test
    void aFloodOfConnectionsDoesNotKeepProgramsFromStarting() {
        Host.needs("python3");
        SidecarSensor sensor = SidecarSensor.start(directory, READS);
        String flood = "import socket, time\nall = []\nend = time.time() + 4\nwhile time.time() < end:\n"
                + "  s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)\n  s.settimeout(0.2)\n"
                + "  try: s.connect('" + sensor.socket() + "'); all.append(s)\n  except OSError: pass\n"
                + "  all = all[-500:]\nprint('over')\n";
        Launch hostile = Launch.start(Command.of(directory, "python3", "-c", flood));
        sensor.awaitErrors("not served");
        Ran ran = sensor.behind(shell(true, "cat /etc/hostname >/dev/null")).alone();
        assertThat(ran.stderr()).isEmpty();
        assertThat(hostile.finish().stdout()).isEqualTo("over\n");
        sensor.end().check().contains(read("cat"));
    }

    @Test
    void aSocketThatIsTakenAwayDisturbsNoProgramThatRuns() throws IOException {
        SidecarSensor sensor = SidecarSensor.start(directory, READS);
        Launch program = Launch.start(sensor.behind(
                shell(true, "echo ready; while [ ! -e stop ]; do sleep 0.05; done; cat /etc/hostname >/dev/null")));
        program.awaitOutput("ready");
        Files.delete(sensor.socket());
        stop();
        assertThat(program.finish().ending()).isEqualTo(new Ending.Exited(0));
        sensor.end().check().contains(read("cat")).containsNone(event("sensor_gap"));
    }

    @Test
    void refusesASocketThatALiveSensorHasAndTakesOneThatADeadSensorLeft() {
        SidecarSensor sensor = SidecarSensor.start(directory, READS);
        Ran second = Command.shrike(
                        directory, "sensor", "--socket", sensor.socket().toString())
                .alone();
        assertThat(second.ending()).isEqualTo(new Ending.Exited(78));
        assertThat(second.stderr()).contains("another sensor listens there");
        sensor.endWith("KILL");
        assertThat(sensor.socket()).exists();
        SidecarSensor third = SidecarSensor.start(directory, READS);
        third.endWith("TERM");
        assertThat(third.socket()).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithASocket() {
        Ran absent =
                Command.shrike(directory, "sensor", "--socket", "absent/socket").alone();
        assertThat(absent.ending()).isEqualTo(new Ending.Exited(78));
        assertThat(absent.stderr()).contains("absent/socket").contains("ENOENT").contains("the directory must exist");
        Ran longer =
                Command.shrike(directory, "sensor", "--socket", "x".repeat(120)).alone();
        assertThat(longer.ending()).isEqualTo(new Ending.Exited(78));
        assertThat(longer.stderr()).contains("at most 107 bytes");
        Ran none = Command.shrike(directory, "sensor").alone();
        assertThat(none.ending()).isEqualTo(new Ending.Exited(2));
        assertThat(none.stderr()).contains("--socket");
    }
}
