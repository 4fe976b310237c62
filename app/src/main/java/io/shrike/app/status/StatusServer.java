package io.shrike.app.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shrike.delivery.encode.StatusJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /healthz}, {@code /readyz}, {@code /metrics} and {@code /status} on a port of 127.0.0.1. Whoever shares the
 * network namespace may ask, so few connections are kept and slow ones are cut. Thread-safe.
 */
public final class StatusServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String NOT_YET = "no program is watched yet";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().name("shrike-status").daemon().factory());
    private volatile @Nullable SensorView view;

    private record Answer(int code, String type, String body) {
        static Answer text(int code, String text) {
            return new Answer(code, TEXT, text + "\n");
        }
    }

    private StatusServer(HttpServer server) {
        this.server = server;
    }

    /** Listens on {@code port}, 0 for a free one; {@link #serve} gives it something to tell. */
    public static StatusServer open(int port) throws IOException {
        limit("sun.net.httpserver.maxReqTime", "5");
        limit("sun.net.httpserver.maxRspTime", "5");
        limit("sun.net.httpserver.maxIdleConnections", "4");
        limit("jdk.httpserver.maxConnections", "32");
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        StatusServer opened = new StatusServer(HttpServer.create(new InetSocketAddress(loopback, port), 16));
        opened.server.createContext("/", opened::handle);
        opened.server.setExecutor(opened.threads);
        opened.server.start();
        return opened;
    }

    /** The server reads these once, when its classes are first used; what the operator set stays. */
    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** From now on there is a sensor to tell of. */
    public void serve(SensorView sensor) {
        view = sensor;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Answer answer = head || exchange.getRequestMethod().equals("GET")
                    ? answer(exchange.getRequestURI().getPath())
                    : Answer.text(NOT_ALLOWED, "only GET and HEAD");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(answer.code(), head ? -1 : body.length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private Answer answer(String path) {
        return switch (path) {
            case "/healthz" -> verdict(SensorView::fatal, List.of());
            case "/readyz" -> verdict(StatusServer::everything, List.of(NOT_YET));
            case "/metrics" ->
                told(sensor -> new Answer(OK, "text/plain; version=0.0.4; charset=utf-8", MetricsText.of(sensor)));
            case "/status" -> told(sensor -> new Answer(OK, "application/json", StatusJson.of(sensor.status())));
            default -> Answer.text(NOT_FOUND, "there are /healthz, /readyz, /metrics and /status");
        };
    }

    private static List<String> everything(SensorView sensor) {
        List<String> fatal = sensor.fatal();
        return fatal.isEmpty() ? sensor.troubles() : fatal;
    }

    private Answer verdict(Function<SensorView, List<String>> question, List<String> before) {
        List<String> troubles = Optional.ofNullable(view).map(question).orElse(before);
        return troubles.isEmpty() ? Answer.text(OK, "ok") : Answer.text(UNAVAILABLE, String.join("; ", troubles));
    }

    private Answer told(Function<SensorView, Answer> teller) {
        return Optional.ofNullable(view).map(teller).orElse(Answer.text(UNAVAILABLE, NOT_YET));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
