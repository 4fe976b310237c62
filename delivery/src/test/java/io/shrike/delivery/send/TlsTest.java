package io.shrike.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.delivery.destination.http.Certificates;
import io.shrike.delivery.destination.http.EventServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go to nobody who cannot prove who it is. */
class TlsTest {
    @TempDir
    private static Path authority;

    private static Certificates certificates;

    @TempDir
    private Path temp;

    @BeforeAll
    static void makeAnAuthority() throws IOException, InterruptedException {
        certificates = new Certificates(authority);
    }

    @Test
    void deliversToAServerThatAGivenAuthorityVouchesFor()
            throws IOException, InterruptedException, GeneralSecurityException {
        try (EventServer server = EventServer.start(certificates.server("dns:localhost"));
                Sending sending = new Sending(
                        temp.resolve("j"), Sending.webhook(server.url("/"), Optional.of(certificates.caFile())), 10)) {
            sending.take("e0").awaitDelivered(1);
            assertThat(server.ids()).containsExactly("e0");
            assertThat(sending.state().failures()).isEmpty();
        }
    }

    @Test
    void sendsNothingToAServerOfAnUnknownAuthority()
            throws IOException, InterruptedException, GeneralSecurityException {
        try (EventServer server = EventServer.start(certificates.server("dns:localhost"))) {
            expectRefusal(server, Optional.empty());
        }
    }

    @Test
    void sendsNothingToAServerOfAnotherName() throws IOException, InterruptedException, GeneralSecurityException {
        try (EventServer server = EventServer.start(certificates.server("dns:other.example"))) {
            expectRefusal(server, Optional.of(certificates.caFile()));
        }
    }

    private void expectRefusal(EventServer server, Optional<Path> caFile) throws IOException {
        try (Sending sending = new Sending(temp.resolve("j"), Sending.webhook(server.url("/"), caFile), 10)) {
            sending.take("e0");
            sending.awaitFailures(2);
            assertThat(sending.state().failures()).containsOnlyKeys("tls");
            assertThat(sending.state().waiting()).isEqualTo(1);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void saysSoWhereAFileHoldsNoCertificates() throws IOException {
        Path file = Files.writeString(temp.resolve("ca.pem"), "nothing");
        assertThat(Map.of(file, message(file)))
                .allSatisfy((path, text) -> assertThat(text).startsWith(path + " holds no certificates (PEM)"));
    }

    private static String message(Path file) {
        try {
            Sending.webhook(java.net.URI.create("https://localhost/"), Optional.of(file));
            return "no failure";
        } catch (IOException failure) {
            return String.valueOf(failure.getMessage());
        }
    }
}
