package io.shrike.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shrike.delivery.destination.http.HttpPoster;
import io.shrike.delivery.destination.http.HttpSettings;
import io.shrike.delivery.destination.http.ProxySettings;
import io.shrike.delivery.destination.local.FileSink;
import io.shrike.delivery.destination.qualys.Qualys;
import io.shrike.delivery.encode.SensorInfo;
import io.shrike.delivery.journal.JournalConfig;
import io.shrike.delivery.pipeline.EventTap;
import io.shrike.delivery.pipeline.Pipeline;
import io.shrike.delivery.pipeline.PipelineConfig;
import io.shrike.delivery.pipeline.StatusSource;
import io.shrike.delivery.send.BatchLimits;
import io.shrike.delivery.send.Deliveries;
import io.shrike.delivery.send.EventFilter;
import io.shrike.delivery.send.Route;
import io.shrike.model.Decision;
import io.shrike.model.Event;
import io.shrike.model.Outcome;
import io.shrike.model.PolicySource;
import io.shrike.policy.compile.PolicyCompiler;
import io.shrike.policy.redact.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;

/**
 * Offers events at a steady rate, as a stop thread does, to a file and to a Qualys endpoint on the loopback: {@code DeliveryLoad [RATE
 * [SECONDS]]}. Prints how long the offers took without and with the destination, and what arrived. One JVM does both sides.
 */
public final class DeliveryLoad {
    private static final byte[] ID = "\"eventId\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final int rate;
    private final int seconds;
    private final Path directory;
    private final AtomicLong arrived = new AtomicLong();

    private DeliveryLoad(int rate, int seconds, Path directory) {
        this.rate = rate;
        this.seconds = seconds;
        this.directory = directory;
    }

    /** Runs both rounds. */
    public static void main(String[] words) throws IOException {
        int rate = words.length > 0 ? Integer.parseInt(words[0]) : 20_000;
        int seconds = words.length > 1 ? Integer.parseInt(words[1]) : 60;
        DeliveryLoad load = new DeliveryLoad(rate, seconds, Files.createTempDirectory("shrike-load"));
        load.round("warm-up   ", false, 5);
        load.round("file      ", false, seconds);
        load.round("and Qualys", true, seconds);
    }

    private void round(String name, boolean remote, int length) throws IOException {
        arrived.set(0);
        HttpServer server = server();
        Path file = directory.resolve("events.jsonl");
        Files.deleteIfExists(file);
        Optional<Deliveries> deliveries = remote ? Optional.of(deliveries(server)) : Optional.empty();
        EventTap tap = deliveries.<EventTap>map(started -> started).orElse(EventTap.NONE);
        Pipeline pipeline = Pipeline.start(
                PipelineConfig.of(new SensorInfo("0", "bench"), Redaction::redact),
                FileSink.open(file),
                tap,
                new Quiet());
        long[] took = offer(pipeline, length);
        boolean written = pipeline.close(Duration.ofSeconds(60));
        boolean sent = deliveries
                .map(started -> started.drain(Duration.ofSeconds(120)))
                .orElse(true);
        deliveries.ifPresent(Deliveries::close);
        server.stop(0);
        Arrays.sort(took);
        System.out.printf(
                "%s offered %d at %d/s, lost %d, offer p50 %d ns, p99 %d ns, max %d us; file %s, %d arrived%s%n",
                name,
                took.length,
                rate,
                pipeline.ring().lost(),
                took[took.length / 2],
                took[took.length / 100 * 99],
                took[took.length - 1] / 1000,
                written ? lines(file) + " lines" : "not whole",
                arrived.get(),
                sent ? "" : ", not all sent");
    }

    private long[] offer(Pipeline pipeline, int length) {
        Event event = event();
        long[] took = new long[rate * length];
        long start = System.nanoTime();
        for (int i = 0; i < took.length; i++) {
            long due = start + i * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(50_000);
            }
            long before = System.nanoTime();
            pipeline.ring().offer(event);
            took[i] = System.nanoTime() - before;
        }
        return took;
    }

    private Deliveries deliveries(HttpServer server) throws IOException {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/cspm/v1/runtime/events");
        HttpSettings settings = new HttpSettings(
                endpoint, Optional.empty(), true, Duration.ofSeconds(5), Duration.ofSeconds(30), ProxySettings.NONE);
        return Deliveries.start(
                JournalConfig.at(directory.resolve("journal")),
                List.of(new Route(
                        "load", new Qualys(HttpPoster.open(settings), "local", "t"), List.of(EventFilter.ALERTS))),
                BatchLimits.DEFAULT,
                List.of(),
                System.err::println);
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private void take(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            arrived.addAndGet(count(body.readAllBytes()));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static long count(byte[] body) {
        long found = 0;
        for (int at = 0; at + ID.length <= body.length; at++) {
            if (body[at] == ID[0] && Arrays.equals(body, at, at + ID.length, ID, 0, ID.length)) {
                found++;
            }
        }
        return found;
    }

    private static long lines(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private static Event event() {
        Decision decision = new PolicyCompiler(Set::of)
                .compile(Rules.parse(Rules.text(Rules.FEW)).documents())
                .judge()
                .decide(Questions.opens().getFirst(), Questions.process());
        return new Event.Observed(
                Instant.now(), Questions.opens().getFirst(), Questions.process(), decision, Outcome.OBSERVED, "");
    }

    private static final class Quiet implements StatusSource {
        @Override
        public long seen() {
            return 0;
        }

        @Override
        public long matched() {
            return 0;
        }

        @Override
        public Map<String, Long> unwatched() {
            return Map.of();
        }

        @Override
        public long withdrawn() {
            return 0;
        }

        @Override
        public String engineReason() {
            return "bench";
        }

        @Override
        public List<String> notes() {
            return List.of();
        }

        @Override
        public List<PolicySource> policySources() {
            return List.of();
        }
    }
}
