package io.shrike.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.http.Certificates;
import io.shrike.delivery.destination.http.EventServer;
import io.shrike.delivery.destination.http.HttpPoster;
import io.shrike.delivery.destination.http.HttpSettings;
import io.shrike.delivery.destination.http.ProxySettings;
import io.shrike.delivery.destination.http.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS by a proxy that makes tunnels (CONNECT) only for who knows its password. */
class TunnelTest {
    private static final String PASSWORD = "Proxy-Authorization: Basic dXNlcjpwYXNz";

    @TempDir
    private Path temp;

    private static final class Proxy implements AutoCloseable {
        private final ServerSocket socket;
        private final List<String> heads = new CopyOnWriteArrayList<>();

        Proxy() throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = socket.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (IOException closed) {
                // the end of the test
            }
        }

        private void serve(Socket client) {
            try (client) {
                String head = head(client.getInputStream());
                heads.add(head);
                OutputStream out = client.getOutputStream();
                if (!head.contains(PASSWORD)) {
                    out.write(ascii(
                            "HTTP/1.1 407 no\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"));
                    return;
                }
                String[] target = head.split(" ", 3)[1].split(":", 2);
                try (Socket server = new Socket(target[0], Integer.parseInt(target[1]))) {
                    out.write(ascii("HTTP/1.1 200 ok\r\n\r\n"));
                    Thread back = Thread.ofVirtual().start(() -> copy(server, client));
                    copy(client, server);
                    back.join(Duration.ofSeconds(5));
                }
            } catch (IOException gone) {
                // the client tells
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            return head.toString();
        }

        private static void copy(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
            } catch (IOException ended) {
                // either side
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Webhook webhook(EventServer server, Certificates certificates, String proxy) throws IOException {
        HttpSettings settings = new HttpSettings(
                server.url("/"),
                Optional.of(certificates.caFile()),
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                ProxySettings.of(name -> name.equals("HTTPS_PROXY") ? Optional.of(proxy) : Optional.empty()));
        return new Webhook(HttpPoster.open(settings), "test", Map.of(), Optional.empty(), InstantSource.system());
    }

    @Test
    void deliversByAProxyThatWantsAPassword() throws IOException, InterruptedException, GeneralSecurityException {
        Certificates certificates = new Certificates(temp);
        try (Proxy proxy = new Proxy();
                EventServer server = EventServer.start(certificates.server("dns:localhost"));
                Sending sending = new Sending(
                        temp.resolve("j"),
                        webhook(server, certificates, "http://user:pass@localhost:" + proxy.socket.getLocalPort()),
                        10)) {
            sending.take("e0").awaitDelivered(1);
            assertThat(server.ids()).containsExactly("e0");
            assertThat(proxy.heads).allSatisfy(head -> assertThat(head).startsWith("CONNECT localhost:"));
            assertThat(server.requests().getFirst().headers()).doesNotContainKey("Proxy-Authorization");
        }
    }

    @Test
    void keepsEventsWhereTheProxyRefuses() throws IOException, InterruptedException, GeneralSecurityException {
        Certificates certificates = new Certificates(temp);
        try (Proxy proxy = new Proxy();
                EventServer server = EventServer.start(certificates.server("dns:localhost"));
                Sending sending = new Sending(
                        temp.resolve("j"),
                        webhook(server, certificates, "http://user:wrong@localhost:" + proxy.socket.getLocalPort()),
                        10)) {
            sending.take("e0").awaitFailures(1);
            assertThat(server.requests()).isEmpty();
            assertThat(sending.state().waiting()).isEqualTo(1);
        }
    }
}
