package io.shrike.it.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.shrike.model.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A service of AWS on this machine, of which a test says what it answers. The module's own tests check signatures. */
public final class AwsDouble implements AutoCloseable {
    private static final String ID = "AKIDEXAMPLE";
    public static final String SECRET = "secret-access-key-not-to-be-told";

    private final HttpServer server;
    private final Function<Request, Answer> answers;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** {@code operation} is that of services that speak JSON, e.g. {@code PutLogEvents}. */
    public record Request(String method, String path, String operation, String authorization, ByteString content) {
        public Json json() {
            try {
                return JsonReader.read(content.toArray());
            } catch (IOException failure) {
                throw new IllegalStateException(content.escaped(), failure);
            }
        }
    }

    public record Answer(int status, String body) {
        public static Answer error(String code) {
            return new Answer(400, "{\"__type\":\"" + code + "\"}");
        }
    }

    private AwsDouble(HttpServer server, Function<Request, Answer> answers) {
        this.answers = answers;
        this.server = server;
        server.createContext("/", this::handle);
        server.start();
    }

    public static AwsDouble answering(Function<Request, Answer> answers) throws IOException {
        return new AwsDouble(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), answers);
    }

    /** Over HTTPS, with a certificate that is left in {@code directory} as {@code ca.pem}. */
    public static AwsDouble secure(Path directory, Function<Request, Answer> answers)
            throws IOException, GeneralSecurityException {
        return new AwsDouble(EventReceiver.secure(directory), answers);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = header(exchange, "X-Amz-Target");
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                target.substring(target.indexOf('.') + 1),
                header(exchange, "Authorization"),
                ByteString.of(exchange.getRequestBody().readAllBytes()));
        requests.add(request);
        Answer answer = answers.apply(request);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    /** The command with a region, credentials, and this server in the place of the service. */
    public Command command(Command command) {
        return command.withEnvironment("AWS_REGION", "eu-central-1")
                .withEnvironment("AWS_ENDPOINT_URL", url())
                .withEnvironment("AWS_ACCESS_KEY_ID", ID)
                .withEnvironment("AWS_SECRET_ACCESS_KEY", SECRET);
    }

    /** The command as in a task whose role it plays too: {@code GET /role} is asked for credentials. */
    public Command ofTask(Command command) {
        return command.withEnvironment("AWS_REGION", "eu-central-1")
                .withEnvironment("AWS_ENDPOINT_URL", url())
                .withEnvironment("AWS_CONTAINER_CREDENTIALS_FULL_URI", url() + "/role");
    }

    private String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://localhost:"
                + server.getAddress().getPort();
    }

    public List<Request> requests() {
        return requests;
    }

    /** Whether each request is said to be for this service. */
    public boolean areAllFor(String service) {
        return requests.stream()
                .allMatch(request -> request.authorization().contains("Credential=" + ID + "/")
                        && request.authorization().contains("/eu-central-1/" + service + "/aws4_request"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
