package io.shrike.delivery.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.http.Certificates;
import io.shrike.delivery.destination.http.ProxySettings;
import io.shrike.delivery.source.TextServer.Answer;
import io.shrike.delivery.source.TextServer.Request;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts from a real server with a certificate of an authority of the test's own. */
class HttpsSourceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST = 1_000;

    @TempDir
    private static Path authority;

    private static Certificates certificates;
    private static SSLContext identity;

    @BeforeAll
    static void makeAnAuthority() throws IOException, InterruptedException, GeneralSecurityException {
        certificates = new Certificates(authority);
        identity = certificates.server("dns:localhost");
    }

    private static TextServer server(Function<Request, Answer> answers) {
        try {
            return new TextServer(identity, answers);
        } catch (IOException failure) {
            return Assertions.fail(failure);
        }
    }

    private static HttpsSource source(Optional<Path> caFile, ProxySettings proxies) {
        try {
            return HttpsSource.open(caFile, proxies);
        } catch (IOException failure) {
            return Assertions.fail(failure);
        }
    }

    private static FetchResult fetch(String address, String... etag) {
        return source(Optional.of(certificates.caFile()), ProxySettings.NONE)
                .fetch(
                        address,
                        Optional.of(etag).filter(given -> given.length > 0).map(given -> given[0]),
                        LIMIT,
                        MOST);
    }

    private static String text(FetchResult result) {
        return switch (result) {
            case FetchResult.Text(ByteString bytes, Optional<String> etag) -> bytes.escaped() + " " + etag.orElse("-");
            case FetchResult.Same _ -> "same";
            case FetchResult.Refused(String reason) -> "refused: " + reason;
            case FetchResult.Unreachable(String reason) -> "unreachable: " + reason;
        };
    }

    @Test
    void bringsATextWithTheNameOfItsVersionAndAsksForAnotherOneOnly() {
        try (TextServer server =
                server(request -> request.etag().isPresent() ? Answer.of(304) : Answer.text("policy", "\"v1\""))) {
            assertThat(text(fetch(server.url("/p?q=1")))).isEqualTo("policy \"v1\"");
            assertThat(text(fetch(server.url("/p?q=1"), "\"v1\""))).isEqualTo("same");
            assertThat(server.requests()).extracting(Request::path).containsOnly("/p?q=1");
            assertThat(server.requests().getLast().etag()).contains("\"v1\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401,refused: the server answers 401: it does not let the sensor read this",
        "403,refused: the server answers 403: it does not let the sensor read this",
        "404,refused: the server answers 404: nothing is there",
        "400,refused: the server answers 400",
        "429,unreachable: the server answers 429",
        "503,unreachable: the server answers 503",
    })
    void tellsANoFromANotNow(int status, String expected) {
        try (TextServer server = server(_ -> Answer.of(status))) {
            assertThat(text(fetch(server.url("/")))).isEqualTo(expected);
        }
    }

    @Test
    void givesUserAndPasswordToTheirOwnServerOnly() {
        try (TextServer other = server(_ -> Answer.text("there", "b"));
                TextServer server = server(request -> request.path().equals("/start")
                        ? Answer.redirect("/next")
                        : Answer.redirect(other.url("/end")))) {
            String address = server.url("/start").replace("https://", "https://me:pass%20word@");
            assertThat(text(fetch(address))).isEqualTo("there b");
            String basic = "Basic bWU6cGFzcyB3b3Jk";
            assertThat(server.requests())
                    .extracting(Request::authorization)
                    .containsExactly(Optional.of(basic), Optional.of(basic));
            assertThat(other.requests()).extracting(Request::authorization).containsExactly(Optional.empty());
        }
    }

    @Test
    void followsNoRedirectToPlainHttpAndNoneForEver() {
        try (TextServer server = server(request -> request.path().equals("/plain")
                ? Answer.redirect("http://localhost:1/p")
                : Answer.redirect(request.path()))) {
            assertThat(text(fetch(server.url("/plain"))))
                    .isEqualTo("refused: it redirects to what is not https://, which is not followed");
            assertThat(text(fetch(server.url("/round")))).isEqualTo("refused: it redirects more than 5 times");
            assertThat(server.requests()).hasSize(1 + 6);
        }
    }

    @Test
    void readsNoMoreThanItMay() {
        try (TextServer server =
                server(request -> Answer.text("x".repeat(request.path().length() * 10), "e"))) {
            assertThat(fetch(server.url("/" + "a".repeat(99)))).isInstanceOf(FetchResult.Text.class);
            assertThat(text(fetch(server.url("/" + "a".repeat(100)))))
                    .isEqualTo("refused: it is longer than 1000 bytes");
        }
    }

    @Test
    void doesNotWaitForABodyThatNeverEnds() {
        try (TextServer server = server(_ -> new Answer(200, Map.of(), "beginning", true))) {
            FetchResult result = source(Optional.of(certificates.caFile()), ProxySettings.NONE)
                    .fetch(server.url("/"), Optional.empty(), Duration.ofSeconds(3), MOST);
            assertThat(text(result)).startsWith("unreachable: no answer from localhost:" + server.port());
        }
    }

    @Test
    void believesNoServerThatNobodyVouchesFor() {
        try (TextServer server = server(_ -> Answer.text("policy", "e"))) {
            assertThat(text(source(Optional.empty(), ProxySettings.NONE)
                            .fetch(server.url("/"), Optional.empty(), LIMIT, MOST)))
                    .startsWith("unreachable: no TLS with localhost:" + server.port() + " (")
                    .contains("SHRIKE_CA_FILE");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void believesNoServerOfAnotherName() {
        try (TextServer server = server(_ -> Answer.text("policy", "e"))) {
            assertThat(text(fetch(server.url("/").replace("localhost", "127.0.0.1"))))
                    .startsWith("unreachable: no TLS with 127.0.0.1:");
        }
    }

    @Test
    void saysThatNobodyListensAndNotTheSecretsOfTheUrl() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(text(fetch("https://me:secret@localhost:" + port + "/p?token=secret")))
                .isEqualTo("unreachable: no connection to localhost:" + port);
    }

    @Test
    void goesByTheProxyOfTheEnvironment() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ProxySettings settings = ProxySettings.of(name ->
                    Optional.of("http://localhost:" + proxy.getLocalPort()).filter(_ -> name.equals("HTTPS_PROXY")));
            Thread.ofVirtual().start(() -> refuse(proxy));
            assertThat(text(source(Optional.empty(), settings)
                            .fetch("https://policies.example/p", Optional.empty(), LIMIT, MOST)))
                    .startsWith("unreachable: ")
                    .contains("502");
        }
    }

    private static void refuse(ServerSocket proxy) {
        try (var connection = proxy.accept()) {
            byte[] head = new byte[7];
            int read = connection.getInputStream().readNBytes(head, 0, head.length);
            boolean connect = new String(head, 0, read, StandardCharsets.US_ASCII).equals("CONNECT");
            String status = connect ? "502 Bad Gateway" : "200 OK";
            connection
                    .getOutputStream()
                    .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            Assertions.fail(failure);
        }
    }
}
