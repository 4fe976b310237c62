package io.shrike.delivery.destination.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.shrike.delivery.encode.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/** A server that takes events, answers as it is told, and remembers every request. Thread-safe. */
public final class EventServer implements AutoCloseable {
    /** A request as it came. */
    public record Request(long nanos, String path, Headers headers, String body) {
        /** The ids of the events in it. */
        public List<String> ids() {
            return events().stream()
                    .map(event -> String.valueOf(event.get("eventId")))
                    .toList();
        }

        @SuppressWarnings("unchecked") // the test's own JSON reader makes these types
        public List<Map<String, Object>> events() {
            Object events = JsonText.parse(body).get("events");
            return events == null ? List.of() : (List<Map<String, Object>>) events;
        }
    }

    /** What is answered, after a while. */
    public record Answer(int status, Map<String, String> headers, long delayMillis) {
        public static final Answer OK = new Answer(200, Map.of(), 0);

        public static Answer of(int status) {
            return new Answer(status, Map.of(), 0);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new ArrayList<>();
    private volatile Function<Request, Answer> answers = _ -> Answer.OK;

    private EventServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static EventServer start() throws IOException {
        return start(0);
    }

    public static EventServer start(int port) throws IOException {
        return new EventServer(HttpServer.create(address(port), 0));
    }

    public static EventServer start(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(address(0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new EventServer(server);
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI url(String path) {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://localhost:" + port() + path);
    }

    public EventServer answering(Function<Request, Answer> how) {
        answers = how;
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = read(exchange);
        synchronized (this) {
            requests.add(request);
        }
        Answer answer = answers.apply(request);
        try {
            TimeUnit.MILLISECONDS.sleep(answer.delayMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    private static Request read(HttpExchange exchange) throws IOException {
        boolean gzip = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                .filter("gzip"::equals)
                .isPresent();
        try (InputStream raw = exchange.getRequestBody();
                InputStream body = gzip ? new GZIPInputStream(raw) : raw) {
            return new Request(
                    System.nanoTime(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders(),
                    new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The ids of all events that came, as often as they came. */
    public List<String> ids() {
        return requests().stream().flatMap(request -> request.ids().stream()).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
