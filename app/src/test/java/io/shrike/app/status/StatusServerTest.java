package io.shrike.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusServerTest {
    private static final FixedView WELL = new FixedView(List.of(), List.of());

    private StatusServer server;

    @BeforeEach
    void open() throws IOException {
        server = StatusServer.open(0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String ask(String method, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + server.port() + path).toURL().openConnection();
        connection.setRequestMethod(method);
        int code = connection.getResponseCode();
        var body = code < 400 ? connection.getInputStream() : connection.getErrorStream();
        return code + " " + (body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    @Test
    void isAliveButNotReadyBeforeAProgramIsWatched() throws IOException {
        assertThat(ask("GET", "/healthz")).isEqualTo("200 ok");
        assertThat(ask("GET", "/readyz")).isEqualTo("503 no program is watched yet");
        assertThat(ask("GET", "/metrics")).startsWith("503 ");
        assertThat(ask("GET", "/status")).startsWith("503 ");
        assertThat(HealthCheck.problem(server.port())).contains("no program is watched yet");
    }

    @Test
    void isReadyOnceItIsGivenASensorThatWorks() throws IOException {
        server.serve(WELL);
        assertThat(ask("GET", "/readyz")).isEqualTo("200 ok");
        assertThat(ask("GET", "/metrics")).startsWith("200 # HELP shrike_up");
        assertThat(ask("GET", "/status"))
                .startsWith("200 {\"phase\":\"running\"")
                .contains("\"destinations\":[{\"name\":\"webhook h\"");
        assertThat(HealthCheck.problem(server.port())).isEmpty();
    }

    @Test
    void troublesMakeItUnreadyAndOnlyFatalOnesUnhealthy() throws IOException {
        server.serve(new FixedView(List.of(), List.of("one", "two")));
        assertThat(ask("GET", "/healthz")).isEqualTo("200 ok");
        assertThat(ask("GET", "/readyz")).isEqualTo("503 one; two");
        server.serve(new FixedView(List.of("hangs"), List.of("one")));
        assertThat(ask("GET", "/healthz")).isEqualTo("503 hangs");
        assertThat(HealthCheck.problem(server.port())).contains("hangs");
    }

    @Test
    void answersNothingElse() throws IOException {
        server.serve(WELL);
        assertThat(ask("GET", "/other")).startsWith("404 ");
        assertThat(ask("DELETE", "/status")).startsWith("405 ");
        assertThat(ask("HEAD", "/metrics")).isEqualTo("200 ");
    }

    @Test
    void listensOnTheLoopbackAlone() throws IOException {
        for (var interfaces : java.util.Collections.list(java.net.NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : java.util.Collections.list(interfaces.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertThat(connects(address)).as(address.toString()).isFalse();
                }
            }
        }
        assertThat(connects(InetAddress.getLoopbackAddress())).isTrue();
    }

    private boolean connects(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, server.port()), 500);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void theHealthCheckSaysWhenNobodyAnswers() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(HealthCheck.problem(port)).isEqualTo(Optional.of("no sensor answers on 127.0.0.1:" + port));
    }

    @Test
    void theHealthCheckPrintsNothingOfAStrangerThatATerminalObeys() throws IOException {
        server.serve(new FixedView(List.of(), List.of("\u001b[2J\u202e and a\nline")));
        assertThat(HealthCheck.problem(server.port())).contains("?[2J? and a?line");
    }
}
