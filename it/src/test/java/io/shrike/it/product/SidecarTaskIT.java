package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventMatcher;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Launch;
import io.shrike.it.harness.OciTask;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.SidecarSensor;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sidecar in two real containers: the application's has no capability, no Java, and a profile that denies by default. */
class SidecarTaskIT {
    private static final String POLICY = """
            apiVersion: security.qualys.com/v1
            kind: TracingPolicy
            metadata: {name: task}
            spec:
              fileIntegrityMonitoring:
                paths:
                  - {path: /etc/secret, events: [open], severity: high}
                  - {path: /tmp/written, events: [write, unlink], severity: high}
              processExecution:
                trackedExecutables: [{name: nc, severity: high, captureArgs: true}]
              networkMonitoring:
                enabled: true
                outboundConnections: {severity: high, blockedPorts: [22]}
            """;

    private static final String SCENARIO = """
            busybox cat /etc/secret
            busybox echo x >/tmp/written
            busybox rm /tmp/written
            busybox nc -w 1 192.0.2.7 22 2>/dev/null
            busybox id -u
            exit 5
            """;

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void needsContainers() {
        Host.needsRoot();
        Host.needs("runc");
        Host.needs("busybox");
    }

    private OciTask task() throws IOException {
        Files.writeString(directory.resolve("policy.yaml"), POLICY);
        return OciTask.make(directory);
    }

    private Launch sensorOf(OciTask task, int count) {
        return task.startSensor(directory.resolve("policy.yaml"), count);
    }

    private static Watched end(OciTask task, Launch sensor) {
        task.signalSensor("TERM");
        return SidecarSensor.watched(sensor.finish(), task.events());
    }

    private static EventMatcher byUser(String type) {
        return event(type).with("process.uid", 1000).with("process.executable", "/bin/busybox");
    }

    @Test
    void watchesAnImageThatHasNothingButAStaticProgram() throws IOException {
        try (OciTask task = task()) {
            Launch sensor = sensorOf(task, 1);
            Ran ran = task.app("/bin/busybox", "sh", "-c", SCENARIO).alone();
            Watched watched = endOfScenario(task, sensor, ran);
            assertThat(watched.ofType("sensor_status")
                            .getLast()
                            .at("status.unwatched")
                            .orElseThrow())
                    .hasToString("{}");
        }
    }

    /** The scenario did in the application what it does alone, and all of it was told. */
    private static Watched endOfScenario(OciTask task, Launch sensor, Ran ran) {
        assertThat(ran.stdout()).as(ran.toString()).isEqualTo("secret\n1000\n");
        assertThat(ran.stderr()).isEmpty();
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(5));
        Watched watched = end(task, sensor);
        watched.check()
                .contains(
                        byUser("file_access").with("file.path", "/etc/secret"),
                        changed("write"),
                        changed("unlink"),
                        byUser("process_execution").having("process.arguments", "nc"),
                        byUser("network_connection")
                                .with("network.destIp", "192.0.2.7")
                                .with("network.allowed", false))
                .containsNone(event("sensor_gap"));
        return watched;
    }

    private static EventMatcher changed(String operation) {
        return byUser("file_change").with("file.path", "/tmp/written").with("file.operation", operation);
    }

    @Test
    void theApplicationOutlivesTheSensorsContainer() throws IOException {
        try (OciTask task = task()) {
            Launch first = sensorOf(task, 1);
            String script = "i=0; while [ $i -lt 80 ]; do busybox cat /etc/secret || echo lost; busybox sleep 0.1;"
                    + " i=$((i+1)); done >/tmp/out; busybox uniq -c /tmp/out; exit 5";
            Launch app = Launch.start(task.app("/bin/busybox", "sh", "-c", script));
            SidecarSensor.eventsAt(task.events()).await("file_access", 2);
            task.signalSensor("KILL");
            first.finish();
            Launch second = sensorOf(task, 2);
            Ran ran = app.finish();
            assertThat(ran.ending()).isEqualTo(new Ending.Exited(5));
            assertThat(ran.stdout()).contains("80 secret").doesNotContain("lost");
            Watched watched = end(task, second);
            assertThat(watched.faults()).isEmpty();
            watched.check()
                    .contains(event("sensor_gap").matching("gap.reason", ".*connection to the sensor was closed.*"));
            long unwatched = watched.ofType("sensor_gap")
                    .getFirst()
                    .number("gap.unwatched")
                    .orElse(0L);
            assertThat(unwatched).isPositive();
            assertThat(watched.ofType("file_access").size() + unwatched).isGreaterThanOrEqualTo(80);
        }
    }

    @Test
    void attachesToAnImageThatKnowsNothingOfIt() throws IOException {
        try (OciTask task = task()) {
            Launch app = Launch.start(task.plainApp(
                    "/bin/busybox",
                    "sh",
                    "-c",
                    "busybox sleep 1; until [ -e /tmp/end ]; do busybox cat /etc/secret >/dev/null; busybox sleep 0.1;"
                            + " i=$((i+1)); [ $i -lt 120 ] || busybox touch /tmp/end; done;\n"
                            + SCENARIO));
            Launch sensor = task.startAttaching(directory.resolve("policy.yaml"));
            Ran ran = app.finish();
            Watched watched = endOfScenario(task, sensor, ran);
            assertThat(watched.ofType("sensor_status").getLast().toString()).contains("no_new_privs is set");
        }
    }
}
