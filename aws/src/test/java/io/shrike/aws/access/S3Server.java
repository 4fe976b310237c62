package io.shrike.aws.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** S3 on this machine, as far as it gives objects: it refuses what is not signed as it should be. */
public final class S3Server implements AutoCloseable {
    /** What was asked for. */
    public record Request(String uri, Optional<String> etag) {}

    /** {@code code} is an error's. */
    public record Answer(int status, String body, String code) {
        public static Answer object(String body) {
            return new Answer(200, body, "");
        }

        public static Answer error(int status, String code) {
            return new Answer(status, "", code);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Function<Request, Answer> answers;

    public S3Server(Function<Request, Answer> answers) throws IOException {
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestURI().toString(),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match")));
        Answer answer = isSigned(exchange) ? answers.apply(request) : Answer.error(403, "SignatureDoesNotMatch");
        requests.add(request);
        String text = answer.code().isEmpty()
                ? answer.body()
                : "<Error><Code>" + answer.code() + "</Code><Message>no</Message></Error>";
        byte[] bytes = (answer.status() == 304 ? "" : text).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("ETag", "\"" + Integer.toHexString(answer.body().hashCode()) + "\"");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static boolean isSigned(HttpExchange exchange) {
        try {
            return new SignatureCheck(
                            AwsServer.KEY.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                            AwsServer.KEY.getOrDefault("AWS_SECRET_ACCESS_KEY", ""))
                    .holds(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            name -> Optional.ofNullable(
                                            exchange.getRequestHeaders().getFirst(name))
                                    .orElse(""),
                            new byte[0],
                            AwsServer.REGION,
                            "s3");
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
