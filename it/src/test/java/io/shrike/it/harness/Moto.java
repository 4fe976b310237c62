package io.shrike.it.harness;

import io.shrike.model.ByteString;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Moto, a server that others wrote in the likeness of AWS: it takes what AWS's own SDKs send. */
public final class Moto implements AutoCloseable {
    private static final String REGION = "eu-central-1";
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private Moto(Process process, int port) {
        this.process = process;
        this.url = "http://127.0.0.1:" + port;
    }

    /** Skips the test where it is not installed. */
    public static Moto start(Path directory) throws IOException, InterruptedException {
        Path program = Host.needs("moto_server");
        int port = Host.freePort();
        File log = directory.resolve("moto.log").toFile();
        Process process = new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        Moto moto = new Moto(process, port);
        Waiting.until("moto answers", START, () -> moto.answers() ? Optional.of(moto) : Optional.empty());
        return moto;
    }

    private boolean answers() {
        try {
            return send(HttpRequest.newBuilder(URI.create(url + "/moto-api/")).build())
                            .length()
                    > 0;
        } catch (IOException _) {
            return false;
        }
    }

    private ByteString send(HttpRequest request) throws IOException {
        try {
            return ByteString.of(
                    client.send(request, BodyHandlers.ofByteArray()).body());
        } catch (InterruptedException stopped) {
            throw new IOException(stopped);
        }
    }

    /** The command with a region, credentials, and this server in the place of AWS. */
    public Command command(Command command) {
        return command.withEnvironment("AWS_REGION", REGION)
                .withEnvironment("AWS_ENDPOINT_URL", url)
                .withEnvironment("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .withEnvironment("AWS_SECRET_ACCESS_KEY", AwsDouble.SECRET);
    }

    /** Calls a service that speaks JSON; {@code target} is e.g. {@code DynamoDB_20120810.Scan}. */
    public Json call(String service, String target, String body) throws IOException {
        return JsonReader.read(send(request(service, "/")
                        .header("X-Amz-Target", target)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build())
                .toArray());
    }

    /** Calls a service by path; {@code type} is that of the body. */
    public ByteString call(String service, String method, String path, String type, String body) throws IOException {
        return send(request(service, path)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** The service is known by the scope of the signature, which is not checked. */
    private HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/" + REGION + "/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=0");
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
