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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A service of AWS on this machine: it refuses what is not signed as it should be, and answers the rest as it is told. */
public final class AwsServer implements AutoCloseable {
    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public static final Map<String, String> KEY = Map.of("AWS_ACCESS_KEY_ID", ID, "AWS_SECRET_ACCESS_KEY", SECRET);
    public static final String REGION = "eu-central-1";

    private final HttpServer server;
    private final String service;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> unsigned = new CopyOnWriteArrayList<>();
    private final Function<String, Answer> answers;

    public record Answer(int status, String body) {}

    private AwsServer(String service, Function<String, Answer> answers) throws IOException {
        this.service = service;
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public static AwsServer start(String service, Function<String, Answer> answers) throws IOException {
        return new AwsServer(service, answers);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String text = new String(body, StandardCharsets.UTF_8);
        Answer answer;
        if (isSigned(exchange, body)) {
            bodies.add(text);
            answer = answers.apply(text);
        } else {
            unsigned.add(text);
            answer = new Answer(
                    403,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>");
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private boolean isSigned(HttpExchange exchange, byte[] body) {
        try {
            return new SignatureCheck(ID, SECRET)
                    .holds(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            name -> Optional.ofNullable(
                                            exchange.getRequestHeaders().getFirst(name))
                                    .orElse(""),
                            body,
                            REGION,
                            service);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public Access access(Map<String, String> environment) {
        return new Access(
                REGION,
                Optional.of(URI.create("http://localhost:" + server.getAddress().getPort())),
                Credentials.of(environment));
    }

    /** The bodies of requests whose signature was right. */
    public List<String> bodies() {
        return bodies;
    }

    public List<String> unsigned() {
        return unsigned;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
