package io.shrike.it.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server on this machine that takes batches of events and remembers them. Thread-safe. */
public final class EventReceiver implements AutoCloseable {
    static final String PASSWORD = "changeit";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Json> events = new ArrayList<>();
    private final Set<String> authorizations = new HashSet<>();
    private volatile int status = 200;

    private EventReceiver(HttpServer server) {
        this.server = server;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static EventReceiver http() throws IOException {
        return new EventReceiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** With a certificate of its own, which is left in {@code directory} as {@code ca.pem}. */
    public static EventReceiver https(Path directory) throws IOException, GeneralSecurityException {
        return new EventReceiver(secure(directory));
    }

    /** A server of HTTPS whose certificate is left in {@code directory} as {@code ca.pem}. */
    static HttpsServer secure(Path directory) throws IOException, GeneralSecurityException {
        KeyStore keys = certificate(directory, "EC");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    /** A key for localhost; its certificate is left in {@code directory} as {@code ca.pem}. */
    static KeyStore certificate(Path directory, String algorithm) throws IOException, GeneralSecurityException {
        Path store = directory.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-dname",
                "CN=test",
                "-ext",
                "san=dns:localhost",
                "-keyalg",
                algorithm,
                "-keystore",
                store);
        keytool("-exportcert", "-rfc", "-file", directory.resolve("ca.pem"), "-keystore", store);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void keytool(Object... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (Object word : words) {
            command.add(word.toString());
        }
        command.addAll(List.of("-alias", "one", "-storepass", PASSWORD));
        try {
            Path log = Files.createTempFile("shrike-it-keytool", ".log");
            int ended = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (ended != 0) {
                throw new IOException(Files.readString(log));
            }
            Files.delete(log);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public String url(String path) {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return scheme + "://localhost:" + server.getAddress().getPort() + path;
    }

    /** What every request is answered from now on; only what is answered 200 counts as received. */
    public void answer(int code) {
        status = code;
    }

    private void handle(HttpExchange exchange) throws IOException {
        int code = status;
        Optional<String> encoding =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream raw = exchange.getRequestBody();
                InputStream body = encoding.filter("gzip"::equals).isPresent() ? new GZIPInputStream(raw) : raw) {
            Json batch = JsonReader.read(body.readAllBytes());
            synchronized (this) {
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                        .ifPresent(authorizations::add);
                if (code == 200) {
                    events.addAll(batch.items("events"));
                }
            }
        } catch (RuntimeException broken) {
            throw new UncheckedIOException(new IOException("a body that is no JSON", broken));
        }
        exchange.sendResponseHeaders(code, -1);
        exchange.close();
    }

    public synchronized List<Json> events() {
        return List.copyOf(events);
    }

    /** The ids of all events that came, as often as they came. */
    public List<String> ids() {
        return events().stream()
                .flatMap(event -> event.text("eventId").stream())
                .toList();
    }

    public synchronized Set<String> authorizations() {
        return Set.copyOf(authorizations);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
