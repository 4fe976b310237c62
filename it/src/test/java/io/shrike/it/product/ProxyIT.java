package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.AwsDouble;
import io.shrike.it.harness.AwsDouble.Answer;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.EventReceiver;
import io.shrike.it.harness.ForwardProxy;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events by a real proxy that wants user and password, to servers that only SHRIKE_CA_FILE vouches for. */
class ProxyIT {
    private static final String USER = "sensor";
    private static final String PASSWORD = "pass-7b1f-not-to-be-told";
    private static final String SCRIPT =
            "for i in 1 2 3 4 5; do cat /etc/hostname >/dev/null; done; /bin/true \"the word ${HTTPS_PROXY#http://sensor:}\"";
    private static final Answer TAKEN = new Answer(200, "");

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private Watched run(Command command, ForwardProxy proxy, String password, String destination, String drain) {
        return ShrikeRun.of(command.withEnvironment("HTTPS_PROXY", proxy.url(USER, password))
                        .withEnvironment(
                                "SHRIKE_CA_FILE", directory.resolve("ca.pem").toString()))
                .option("--journal", directory.resolve("journal").toString())
                .option("--drain-timeout", drain)
                .policyText("""
                        actions: {alert: {destinations: [%s]}}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        processExecution:
                          trackedExecutables: [{name: "true", captureArgs: true, action: log}]
                        """.formatted(destination))
                .run();
    }

    private static Json state(Watched watched) {
        return watched.events().getLast().items("status.destinations").getFirst();
    }

    private void assertNotTold(Watched watched, String password) {
        assertThat(new String(watched.raw().toArray(), StandardCharsets.UTF_8))
                .contains("*".repeat(password.length()))
                .doesNotContain(password);
        assertThat(watched.ran().stdout() + watched.ran().stderr()).doesNotContain(password);
    }

    @Test
    void aWebhookGetsEvents() throws IOException, GeneralSecurityException {
        try (ForwardProxy proxy = ForwardProxy.start(directory, USER, PASSWORD);
                EventReceiver server = EventReceiver.https(directory)) {
            String hook = "{type: webhook, endpoint: \"%s\"}".formatted(server.url("/hook"));
            Watched watched = run(Command.shell(directory, SCRIPT), proxy, PASSWORD, hook, "30");
            assertThat(server.ids()).hasSize(5).doesNotHaveDuplicates();
            assertThat(proxy.log()).contains("CONNECT localhost");
            assertNotTold(watched, PASSWORD);
        }
    }

    @Test
    void aServiceOfAwsGetsEvents() throws IOException, GeneralSecurityException {
        try (ForwardProxy proxy = ForwardProxy.start(directory, USER, PASSWORD);
                AwsDouble server = AwsDouble.secure(directory, _ -> TAKEN)) {
            Watched watched = run(
                    server.command(Command.shell(directory, SCRIPT)),
                    proxy,
                    PASSWORD,
                    "{type: s3, bucket: alerts}",
                    "30");
            assertThat(server.requests()).isNotEmpty();
            assertThat(server.areAllFor("s3")).isTrue();
            assertThat(state(watched).number("delivered")).contains(5L);
            assertThat(proxy.log()).contains("CONNECT localhost");
            assertNotTold(watched, PASSWORD);
        }
    }

    @Test
    void aWrongPasswordKeepsEventsAndIsToldNowhereEither() throws IOException, GeneralSecurityException {
        String wrong = "wrong-7b1f-not-to-be-told";
        try (ForwardProxy proxy = ForwardProxy.start(directory, USER, PASSWORD);
                AwsDouble server = AwsDouble.secure(directory, _ -> TAKEN)) {
            Watched watched = run(
                    server.command(Command.shell(directory, SCRIPT)), proxy, wrong, "{type: s3, bucket: alerts}", "2");
            assertThat(server.requests()).isEmpty();
            assertThat(state(watched).number("waiting")).contains(5L);
            assertThat(state(watched).text("lastFailure").orElse("")).matches("http40[17]");
            assertThat(watched.ran().stderr())
                    .containsPattern("s3 alerts takes no events: the proxy of HTTPS_PROXY answers 40[17] ");
            assertNotTold(watched, wrong);
        }
    }

    @Test
    void noProxyTakesAHostOut() throws IOException, GeneralSecurityException {
        try (ForwardProxy proxy = ForwardProxy.start(directory, USER, PASSWORD);
                AwsDouble server = AwsDouble.secure(directory, _ -> TAKEN)) {
            Command command = server.command(Command.shell(directory, SCRIPT)).withEnvironment("NO_PROXY", "localhost");
            Watched watched = run(command, proxy, PASSWORD, "{type: s3, bucket: alerts}", "30");
            assertThat(state(watched).number("delivered")).contains(5L);
            assertThat(proxy.log()).doesNotContain("CONNECT localhost");
        }
    }
}
