package io.shrike.aws.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.aws.firehose.Firehose;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.SendResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** By a proxy of the environment, which wants user and password and then has no way to AWS. */
class ConnectionsTest {
    private static final String RIGHT = "Proxy-Authorization: Basic dXNlcjpwYXNz";

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
                    try (Socket client = socket.accept()) {
                        String head = head(client.getInputStream());
                        heads.add(head);
                        String status = head.toLowerCase(Locale.ROOT).contains(RIGHT.toLowerCase(Locale.ROOT))
                                ? "502 no way"
                                : "407 no\r\nProxy-Authenticate: Basic realm=\"p\"";
                        client.getOutputStream()
                                .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException closed) {
                // the end of the test
            }
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            for (int next = in.read(); next >= 0; next = in.read()) {
                head.append((char) next);
                if (head.indexOf("\r\n\r\n") >= 0) {
                    break;
                }
            }
            return head.toString();
        }

        String url(String password) {
            return "http://user:" + password + "@localhost:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static SendResult send(String endpoint, Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(AwsServer.KEY);
        environment.putAll(variables);
        Access access = new Access(
                AwsServer.REGION,
                Optional.of(URI.create(endpoint)),
                Credentials.of(environment),
                Network.of(environment));
        try (Firehose firehose = new Firehose(access, "alerts", EventForm.NATIVE)) {
            return firehose.send(Events.some(1, 0));
        }
    }

    @Test
    void whoMakesATunnelIsToldThePassword() throws IOException {
        try (Proxy proxy = new Proxy()) {
            SendResult result = send("https://aws.invalid", Map.of("HTTPS_PROXY", proxy.url("pass")));
            assertThat(result).isEqualTo(SendResult.later("connectionBroken"));
            assertThat(proxy.heads).hasSize(2).allMatch(head -> head.startsWith("CONNECT aws.invalid:443 "));
            assertThat(proxy.heads.getLast()).containsIgnoringCase(RIGHT);
        }
    }

    @Test
    void aWrongPasswordIsTriedOnceAndTold() throws IOException {
        try (Proxy proxy = new Proxy()) {
            SendResult result = send("https://aws.invalid", Map.of("HTTPS_PROXY", proxy.url("wrong")));
            assertThat(result.toString()).contains("Unauthorized", "http407").doesNotContain("wrong");
            assertThat(proxy.heads).hasSize(2);
        }
    }

    @Test
    void whoPassesRequestsOnIsToldThePasswordWithEach() throws IOException {
        try (Proxy proxy = new Proxy()) {
            send("http://aws.invalid", Map.of("HTTP_PROXY", proxy.url("pass")));
            assertThat(proxy.heads).hasSize(1);
            assertThat(proxy.heads.getFirst())
                    .startsWith("POST http://aws.invalid/ ")
                    .contains(RIGHT);
        }
    }

    @Test
    void aHostThatIsExceptedIsReachedWithoutIt() throws IOException {
        try (Proxy proxy = new Proxy();
                AwsServer server = AwsServer.start(
                        "firehose", _ -> new AwsServer.Answer(200, "{\"RequestResponses\":[{\"RecordId\":\"r\"}]}"))) {
            Map<String, String> variables = Map.of("HTTP_PROXY", proxy.url("pass"), "NO_PROXY", "localhost");
            assertThat(send(server.url(), variables)).isEqualTo(SendResult.ACCEPTED);
            assertThat(proxy.heads).isEmpty();
        }
    }

    @Test
    void certificatesThatCannotBeReadAreAMistake() {
        assertThatThrownBy(() -> Network.of(Map.of("SHRIKE_CA_FILE", "/no/such/file")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SHRIKE_CA_FILE: /no/such/file");
    }
}
