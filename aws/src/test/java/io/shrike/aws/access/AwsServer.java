package io.shrike.aws.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shrike.model.ByteString;
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
import java.util.function.UnaryOperator;

/** A service of AWS on this machine: it refuses what is not signed as it should be, and answers the rest as it is told. */
public final class AwsServer implements AutoCloseable {
    private static final String ID = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public static final Map<String, String> KEY = Map.of("AWS_ACCESS_KEY_ID", ID, "AWS_SECRET_ACCESS_KEY", SECRET);
    public static final String REGION = "eu-central-1";

    private final HttpServer server;
    private final String service;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> unsigned = new CopyOnWriteArrayList<>();
    private final Function<Request, Answer> answers;

    public record Answer(int status, String body) {
        /** An error as services answer that speak JSON. */
        public static Answer json(int status, String code) {
            return new Answer(status, "{\"__type\":\"com.amazonaws#" + code + "\",\"message\":\"no\"}");
        }
    }

    /** {@code header} is asked for names of headers, and gives an empty text for one that is missing. */
    public record Request(String method, String path, UnaryOperator<String> header, ByteString content) {
        public String body() {
            return new String(content.toArray(), StandardCharsets.UTF_8);
        }

        /** Of a service that speaks JSON, e.g. {@code PutLogEvents}. */
        public String operation() {
            String target = header.apply("X-Amz-Target");
            return target.substring(target.indexOf('.') + 1);
        }
    }

    private AwsServer(String service, Function<Request, Answer> answers) throws IOException {
        this.service = service;
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public static AwsServer start(String service, Function<String, Answer> answers) throws IOException {
        return new AwsServer(service, request -> answers.apply(request.body()));
    }

    public static AwsServer answering(String service, Function<Request, Answer> answers) throws IOException {
        return new AwsServer(service, answers);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, List<String>> headers = Map.copyOf(exchange.getRequestHeaders());
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                name -> headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(header -> header.getValue().getFirst())
                        .findFirst()
                        .orElse(""),
                ByteString.of(body));
        Answer answer;
        if (isSigned(exchange, body)) {
            requests.add(request);
            answer = answers.apply(request);
        } else {
            unsigned.add(request.body());
            answer = !request.header().apply("Content-Type").contains("json")
                    ? new Answer(
                            403, "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>")
                    : Answer.json(400, "InvalidSignatureException");
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

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public Access access(Map<String, String> environment) {
        return new Access(REGION, Optional.of(URI.create(url())), Credentials.of(environment), Network.of(environment));
    }

    /** The bodies of requests whose signature was right. */
    public List<String> bodies() {
        return requests.stream().map(Request::body).toList();
    }

    /** The requests whose signature was right. */
    public List<Request> requests() {
        return requests;
    }

    public List<String> unsigned() {
        return unsigned;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
