package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.LiveEvents;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.PolicyServer;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Waiting;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that a server has: fetched, followed, and used from its copy while the server cannot be reached. */
class RemotePolicyIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(directory.resolve("first"), "1");
        Files.writeString(directory.resolve("second"), "2");
    }

    private String policy(String name, String file) {
        return """
                apiVersion: security.qualys.com/v1
                kind: TracingPolicy
                metadata: {name: %s}
                fileIntegrityMonitoring:
                  paths: [{path: %s, events: [open]}]
                """.formatted(name, directory.resolve(file));
    }

    private ShrikeRun run(String script, String url) {
        return ShrikeRun.of(Command.shell(directory, script)
                        .withEnvironment("TRACING_POLICY_PATH", url)
                        .withEnvironment(
                                "SHRIKE_CA_FILE", directory.resolve("ca.pem").toString())
                        .withEnvironment("SHRIKE_POLICY_INTERVAL", "1"))
                .option("--journal", directory.resolve("journal").toString());
    }

    private static Json source(Watched watched) {
        return watched.events().getLast().items("status.policySources").getFirst();
    }

    /** One test, as each part needs what the one before has left. */
    @Test
    void isFollowedAndItsLastGoodCopyUsedWhenTheServerIsGone() throws IOException, GeneralSecurityException {
        String url;
        try (PolicyServer server = new PolicyServer(directory)) {
            url = server.url();
            server.serve(policy("old", "first"));
            ShrikeRun.Live live = run("while [ ! -e stop ]; do cat first second >/dev/null; sleep 0.05; done", url)
                    .start();
            LiveEvents events = new LiveEvents(live);
            events.await("file_access", 2);
            server.serve(policy("new", "second"));
            events.await("policy_loaded", 2);
            server.serve(policy("broken", "second").replace("events:", "evnts:"));
            events.await("policy_error", 1);
            int before = server.unchanged();
            Waiting.until(
                    "the sensor asks for another version in vain",
                    LIMIT,
                    () -> server.unchanged() > before ? Optional.of(true) : Optional.empty());
            Files.createFile(directory.resolve("stop"));
            Watched watched = live.finish();
            watched.check()
                    .contains(event("policy_loaded").having("policy.names", "old"))
                    .contains(event("policy_loaded").having("policy.names", "new"))
                    .contains(
                            event("policy_error").matching("policy.problems[0]", "https://localhost:.*:5:.*events.*"));
            assertThat(source(watched).text("state")).contains("current");
            assertThat(watched.raw().toString()).doesNotContain("long-password");
        }
        Watched later = run("cat first second >/dev/null; echo long-password >/dev/null", url)
                .run();
        assertThat(later.ran().stderr())
                .contains("shrike: the policy at https://localhost:")
                .contains("its last good copy, current at ")
                .doesNotContain("long-password");
        later.check()
                .contains(event("policy_loaded").having("policy.names", "new"))
                .contains(event("file_access")
                        .with("file.path", directory.resolve("second").toString()));
        assertThat(source(later).text("state")).contains("copy");
        assertThat(source(later).text("problem").orElse("")).startsWith("no connection to localhost:");
        assertThat(source(later).text("location").orElse("")).startsWith("https://localhost:");
    }

    @Test
    void refusesTheRunWithinTheStartUpTimeoutWhereThereIsNeitherServerNorCopy()
            throws GeneralSecurityException, IOException {
        String url;
        try (PolicyServer server = new PolicyServer(directory)) {
            url = server.url();
        }
        Ran ran = run("echo started", url)
                .option("--startup-timeout", "6")
                .start()
                .launch()
                .finish();
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(78));
        assertThat(ran.stdout()).isEmpty();
        assertThat(ran.stderr())
                .contains("p.yaml: no connection to localhost:")
                .contains("no earlier run has left a copy of it")
                .doesNotContain("long-password");
    }

    @Test
    void comesFromS3AndFromItsCopyWhileS3CannotBeReached() throws IOException {
        byte[] text = policy("bucket", "first").getBytes(StandardCharsets.UTF_8);
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
        ShrikeRun run = ShrikeRun.of(Command.shell(
                                directory, "cat first >/dev/null; echo secret-key-of-the-sensor >/dev/null")
                        .withEnvironment("TRACING_POLICY_PATH", "s3://policies/team/p.yaml")
                        .withEnvironment("AWS_REGION", "eu-central-1")
                        .withEnvironment("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                        .withEnvironment("AWS_SECRET_ACCESS_KEY", "secret-key-of-the-sensor")
                        .withEnvironment(
                                "AWS_ENDPOINT_URL_S3",
                                "http://localhost:" + server.getAddress().getPort()))
                .option("--journal", directory.resolve("journal").toString());
        Watched watched;
        try {
            watched = run.run();
        } finally {
            server.stop(0);
        }
        watched.check().contains(event("policy_loaded").having("policy.names", "bucket"));
        assertThat(asked.getFirst())
                .startsWith("/policies/team/p.yaml ")
                .contains("Credential=AKIDEXAMPLE/", "/eu-central-1/s3/");
        assertThat(source(watched).text("state")).contains("current");
        Watched later = run.run();
        later.check().contains(event("file_access").havingMember("rules", "policy", "bucket"));
        assertThat(source(later).text("state")).contains("copy");
        assertThat(later.ran().stderr())
                .contains("the policy at s3://policies/team/p.yaml cannot be had: S3: connect;");
    }

    @Test
    void refusesATextOfAnotherHashThanTheOneThatIsNamed() throws IOException, GeneralSecurityException {
        try (PolicyServer server = new PolicyServer(directory)) {
            server.serve(policy("old", "first"));
            Ran ran = run("echo started", server.url() + "#sha256=" + "0".repeat(64))
                    .start()
                    .launch()
                    .finish();
            assertThat(ran.ending()).isEqualTo(new Ending.Exited(78));
            assertThat(ran.stderr()).contains("the bytes have SHA-256 ");
        }
    }
}
