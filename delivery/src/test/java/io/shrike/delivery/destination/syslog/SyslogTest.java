package io.shrike.delivery.destination.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import io.shrike.delivery.destination.http.Certificates;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogTest {
    private static final List<ByteString> TWO =
            List.of(ByteString.utf8("{}"), ByteString.utf8("{\"eventType\":\"x\"}"));
    private static final String FIRST = "<86>1 - h shrike 1 - [shrike@32473] {}";
    private static final String SECOND = "<86>1 - h shrike 1 x [shrike@32473 eventType=\"x\"] {\"eventType\":\"x\"}";
    private static final String FRAMED = FIRST.length() + " " + FIRST + SECOND.length() + " " + SECOND;

    @TempDir
    Path directory;

    private static Syslog to(String scheme, int port, Optional<Path> caFile) {
        SyslogSettings settings = SyslogSettings.of(URI.create(scheme + "://localhost:" + port), caFile, "authpriv");
        SyslogSettings quick = new SyslogSettings(
                settings.transport(), settings.host(), port, caFile, settings.facility(), Duration.ofMillis(700));
        return new Syslog(quick, EventForm.NATIVE, "h", 1);
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    /** What the next connection brings, up to {@code bytes}. */
    private static CompletableFuture<String> received(ServerSocket server, int bytes) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream()) {
                return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                return failure.toString();
            }
        });
    }

    @Test
    void framesByLengthOverTcpAndKeepsTheConnection() throws IOException {
        try (ServerSocket server = server();
                Syslog syslog = to("tcp", server.getLocalPort(), Optional.empty())) {
            CompletableFuture<String> received = received(server, 2 * FRAMED.length());
            assertThat(syslog.send(TWO)).isEqualTo(SendResult.ACCEPTED);
            assertThat(syslog.send(TWO)).isEqualTo(SendResult.ACCEPTED);
            assertThat(received.join()).isEqualTo(FRAMED + FRAMED);
        }
    }

    @Test
    void connectsAgainWhenTheServerHasHungUp() throws IOException {
        try (ServerSocket server = server();
                Syslog syslog = to("tcp", server.getLocalPort(), Optional.empty())) {
            CompletableFuture<String> first = received(server, FRAMED.length());
            syslog.send(TWO);
            assertThat(first.join()).isEqualTo(FRAMED);
            CompletableFuture<String> second = received(server, FRAMED.length());
            assertThat(syslog.send(TWO)).isEqualTo(SendResult.ACCEPTED);
            assertThat(second.join()).isEqualTo(FRAMED);
        }
    }

    @Test
    void trustsTheCertificatesOfItsFileOnly() throws IOException, InterruptedException, GeneralSecurityException {
        Certificates certificates = new Certificates(directory);
        try (ServerSocket server = certificates
                .server("dns:localhost")
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> received = received(server, FRAMED.length());
            try (Syslog syslog = to("tls", server.getLocalPort(), Optional.of(certificates.caFile()))) {
                assertThat(syslog.send(TWO)).isEqualTo(SendResult.ACCEPTED);
                assertThat(received.join()).isEqualTo(FRAMED);
            }
            CompletableFuture<String> nothing = received(server, 1);
            try (Syslog stranger = to("tls", server.getLocalPort(), Optional.empty())) {
                assertThat(stranger.send(TWO)).isEqualTo(SendResult.later("tls"));
            }
            assertThat(nothing.join()).contains("Exception");
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws IOException, InterruptedException, GeneralSecurityException {
        Certificates certificates = new Certificates(directory);
        try (ServerSocket server = certificates
                        .server("dns:other.example")
                        .getServerSocketFactory()
                        .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Syslog syslog = to("tls", server.getLocalPort(), Optional.of(certificates.caFile()))) {
            CompletableFuture<String> nothing = received(server, 1);
            assertThat(syslog.send(TWO)).isEqualTo(SendResult.later("tls"));
            assertThat(nothing.join()).contains("Exception");
        }
    }

    @Test
    void sendsOneMessageADatagram() throws IOException {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Syslog syslog = to("udp", server.getLocalPort(), Optional.empty())) {
            server.setSoTimeout(10_000);
            assertThat(syslog.send(TWO)).isEqualTo(SendResult.ACCEPTED);
            for (String expected : List.of(FIRST, SECOND)) {
                DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
                server.receive(packet);
                assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                        .isEqualTo(expected);
            }
            ByteString huge = ByteString.utf8("{\"note\":\"" + "x".repeat(66_000) + "\"}");
            assertThat(syslog.send(List.of(huge))).isEqualTo(new SendResult.Refused("tooLong"));
        }
    }

    @Test
    void aServerThatReadsNothingIsGivenUpInTime() throws IOException {
        ByteString large = ByteString.utf8("{\"note\":\"" + "x".repeat(4 << 20) + "\"}");
        try (ServerSocket server = server();
                Syslog syslog = to("tcp", server.getLocalPort(), Optional.empty())) {
            assertThat(syslog.send(List.of(large, large, large, large))).isEqualTo(SendResult.later("timeout"));
        }
    }

    @Test
    void saysWhyItCannotConnect() throws IOException {
        int port;
        try (ServerSocket server = server()) {
            port = server.getLocalPort();
        }
        try (Syslog syslog = to("tcp", port, Optional.empty())) {
            assertThat(syslog.send(TWO)).isEqualTo(SendResult.later("connect"));
        }
        SyslogSettings nowhere = SyslogSettings.of(URI.create("tcp://no.such.host.invalid"), Optional.empty(), "user");
        try (Syslog syslog = new Syslog(nowhere, EventForm.NATIVE, "h", 1)) {
            assertThat(syslog.send(TWO)).isEqualTo(SendResult.later("unknownHost"));
        }
    }

    @Test
    void knowsThePortsAndFacilities() {
        assertThat(SyslogSettings.of(URI.create("tls://h"), Optional.empty(), "local7"))
                .satisfies(settings -> {
                    assertThat(settings.port()).isEqualTo(6514);
                    assertThat(settings.facility()).isEqualTo(23);
                });
        assertThat(SyslogSettings.of(URI.create("udp://[::1]"), Optional.empty(), "user"))
                .satisfies(settings -> {
                    assertThat(settings.port()).isEqualTo(514);
                    assertThat(settings.host()).isEqualTo("::1");
                });
        assertThatThrownBy(() -> SyslogSettings.of(URI.create("tls://h"), Optional.empty(), "local8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("local8");
    }
}
