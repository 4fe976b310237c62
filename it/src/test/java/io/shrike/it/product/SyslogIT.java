package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Host;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.SyslogServer;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events at a real syslog server. */
class SyslogIT {
    private static final int FILES = 6;

    /** A name that would begin a message of its own wherever a line or a value ended with it. */
    private static final String HOSTILE = "$(printf 'a\\n<8>1 - forged forged - - - forged\"] x=\"\\\\')";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void needsRsyslog() {
        Host.needs("rsyslogd");
    }

    private Watched run(String destination) {
        return run(destination, "");
    }

    private Watched run(String destination, String authorities) {
        String script = "for i in 1 2 3 4 5; do cat /etc/hostname >/dev/null; done; cp /bin/cat \"" + HOSTILE
                + "\"; \"./" + HOSTILE + "\" /etc/hostname >/dev/null";
        return ShrikeRun.of(Command.shell(directory, script).withEnvironment("SHRIKE_CA_FILE", authorities))
                .option("--journal", directory.resolve("journal").toString())
                .policyText("""
                        actions: {alert: {destinations: [%s]}}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        """.formatted(destination))
                .run();
    }

    private static void assertAllThere(Watched watched, List<String> lines) throws IOException {
        List<String> alerts = watched.events().stream()
                .filter(event -> event.text("action").filter("alert"::equals).isPresent())
                .flatMap(event -> event.text("eventId").stream())
                .toList();
        assertThat(alerts).hasSize(FILES);
        List<String> ids = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split("\\|", 7);
            assertThat(parts[0]).isEqualTo("local3.err");
            assertThat(parts[2]).isEqualTo("shrike");
            assertThat(parts[4]).isEqualTo("file_access");
            Json event = JsonReader.read(parts[6].strip().getBytes(StandardCharsets.UTF_8));
            assertThat(parts[5])
                    .startsWith(
                            "[shrike@32473 eventId=\"" + event.text("eventId").orElseThrow() + "\"");
            assertThat(parts[1])
                    .startsWith(event.text("timestamp").orElseThrow().substring(0, 19));
            ids.add(event.text("eventId").orElseThrow());
        }
        assertThat(ids).containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(lines.getLast()).contains("forged");
    }

    @Test
    void everyAlertArrivesOverTls() throws IOException, GeneralSecurityException {
        assumeTrue(hasTlsDriver(), "the TLS driver of rsyslog (rsyslog-gnutls) is not installed");
        try (SyslogServer server = SyslogServer.tls(directory)) {
            Watched watched = run("{type: syslog, facility: local3, endpoint: \"tls://localhost:%d\", caFile: %s}"
                    .formatted(server.port(), directory.resolve("ca.pem")));
            assertAllThere(watched, server.await(FILES));
        }
    }

    @Test
    void aServerIsBelievedThatOnlyTheEnvironmentVouchesFor() throws IOException, GeneralSecurityException {
        assumeTrue(hasTlsDriver(), "the TLS driver of rsyslog (rsyslog-gnutls) is not installed");
        try (SyslogServer server = SyslogServer.tls(directory)) {
            Watched watched = run(
                    "{type: syslog, facility: local3, endpoint: \"tls://localhost:%d\"}".formatted(server.port()),
                    directory.resolve("ca.pem").toString());
            assertAllThere(watched, server.await(FILES));
        }
    }

    private static boolean hasTlsDriver() throws IOException {
        Path libraries = Path.of("/usr/lib");
        try (Stream<Path> files = Files.find(libraries, 4, (path, _) -> path.endsWith("rsyslog/lmnsd_gtls.so"))) {
            return files.findAny().isPresent();
        }
    }

    @Test
    void everyAlertArrivesOverTcp() throws IOException {
        try (SyslogServer server = SyslogServer.tcp(directory)) {
            Watched watched =
                    run("{type: syslog, facility: local3, endpoint: \"tcp://localhost:%d\", allowInsecure: true}"
                            .formatted(server.port()));
            assertAllThere(watched, server.await(FILES));
        }
    }

    @Test
    void everyAlertArrivesOverUdp() throws IOException {
        try (SyslogServer server = SyslogServer.udp(directory)) {
            Watched watched =
                    run("{type: syslog, facility: local3, endpoint: \"udp://127.0.0.1:%d\", allowInsecure: true}"
                            .formatted(server.port()));
            assertAllThere(watched, server.await(FILES));
        }
    }
}
