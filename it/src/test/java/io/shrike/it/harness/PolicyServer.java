package io.shrike.it.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server on this machine that serves one policy over HTTPS to one user, with an ETag. Thread-safe. */
public final class PolicyServer implements AutoCloseable {
    /** {@code me:long-password} as Basic authentication has it. */
    private static final String AUTHORIZATION = "Basic bWU6bG9uZy1wYXNzd29yZA==";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger unchanged = new AtomicInteger();
    private volatile String policy = "";

    /** Its certificate is left in {@code directory} as {@code ca.pem}. */
    public PolicyServer(Path directory) throws IOException, GeneralSecurityException {
        KeyStore keys = EventReceiver.certificate(directory, "EC");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, EventReceiver.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(threads);
        server.createContext("/p.yaml", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String text = policy;
        String etag = "\"" + Integer.toHexString(text.hashCode()) + "\"";
        Optional<String> user = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        if (user.filter(AUTHORIZATION::equals).isEmpty()) {
            exchange.sendResponseHeaders(401, -1);
        } else if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            unchanged.incrementAndGet();
            exchange.sendResponseHeaders(304, -1);
        } else {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("ETag", etag);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** What is served from now on. */
    public void serve(String text) {
        policy = text;
    }

    /** How often somebody asked for another version and there was none. */
    public int unchanged() {
        return unchanged.get();
    }

    /** With user and password. */
    public String url() {
        return "https://me:long-password@localhost:" + server.getAddress().getPort() + "/p.yaml";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
