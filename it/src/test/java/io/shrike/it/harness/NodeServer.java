package io.shrike.it.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Dynalite and s3rver: servers of Node.js that others wrote in the likeness of DynamoDB and S3. */
public final class NodeServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final String url;

    private NodeServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Tables of DynamoDB, in memory. Skips the test where it is not installed. */
    public static NodeServer dynalite(Path directory) throws IOException {
        return start(directory, "dynalite", "--host", "127.0.0.1", "--createTableMs", "0");
    }

    /** A bucket of S3 in {@code directory}. It knows nobody but {@link #KEY}. Skips the test where it is not installed. */
    public static NodeServer s3rver(Path directory, String bucket) throws IOException {
        return start(directory, "s3rver", "-a", "127.0.0.1", "-d", directory.toString(), "--configure-bucket", bucket);
    }

    /** The id of a key that both know. */
    public static final String KEY = "S3RVER";

    private static NodeServer start(Path directory, String name, String... words) throws IOException {
        Host.needs("node");
        Path program =
                Repository.root().resolve(".build/node/node_modules/.bin").resolve(name);
        assumeTrue(
                Files.isExecutable(program),
                name + " is not installed: npm install --prefix .build/node dynalite@4.0.0 s3rver@3.7.1");
        int port = Host.freePort();
        List<String> line = new ArrayList<>(List.of(program.toString(), "--port", Integer.toString(port)));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        NodeServer server = new NodeServer(process, "http://127.0.0.1:" + port);
        Waiting.until(
                name + " listens",
                START,
                () -> Host.listens(port) ? Optional.of(server) : Optional.<NodeServer>empty());
        return server;
    }

    /** The command with a region, credentials, and this server in the place of AWS. */
    public Command command(Command command, String id, String secret) {
        return command.withEnvironment("AWS_REGION", "eu-central-1")
                .withEnvironment("AWS_ENDPOINT_URL", url)
                .withEnvironment("AWS_ACCESS_KEY_ID", id)
                .withEnvironment("AWS_SECRET_ACCESS_KEY", secret);
    }

    /** Calls DynamoDB, which reads the scope of the signature only. */
    public Json dynamoDb(String operation, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/"))
                .header("X-Amz-Target", "DynamoDB_20120810." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Date", "20260101T000000Z")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + KEY + "/20260101/eu-central-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JsonReader.read(
                    client.send(request, BodyHandlers.ofByteArray()).body());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
