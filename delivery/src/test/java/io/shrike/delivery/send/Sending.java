package io.shrike.delivery.send;

import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.http.HttpPoster;
import io.shrike.delivery.destination.http.HttpSettings;
import io.shrike.delivery.destination.http.ProxySettings;
import io.shrike.delivery.destination.http.Webhook;
import io.shrike.delivery.encode.Samples;
import io.shrike.delivery.journal.JournalConfig;
import io.shrike.model.Action;
import io.shrike.model.DeliveryState;
import io.shrike.model.Event;
import io.shrike.model.Severity;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Deliveries to one destination with short pauses, and events whose ids are e0, e1, ... */
final class Sending implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration TIMEOUT = Duration.ofMillis(700);

    final List<String> told = new CopyOnWriteArrayList<>();
    private final Deliveries deliveries;

    Sending(Path journal, RemoteDestination destination, int batch) {
        Route route = new Route("test", destination, List.of(EventFilter.ALERTS));
        deliveries = Deliveries.start(
                JournalConfig.at(journal),
                List.of(route),
                new BatchLimits(batch, 1 << 20, Duration.ofMillis(20)),
                List.of("a note"),
                told::add,
                () -> new Backoff(new SplittableRandom(5), PAUSE));
    }

    /** A webhook that trusts {@code caFile} too and gives up after 0.7 s. */
    static Webhook webhook(URI endpoint, Optional<Path> caFile) throws IOException {
        HttpSettings settings = new HttpSettings(endpoint, caFile, false, TIMEOUT, TIMEOUT, ProxySettings.NONE);
        return new Webhook(HttpPoster.open(settings), "test", Map.of(), Optional.empty(), InstantSource.system());
    }

    Sending take(String... ids) {
        for (String id : ids) {
            byte[] line = ("{\"eventId\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
            Event event = Samples.minor(Samples.TIME, Severity.HIGH, Action.ALERT, "r");
            deliveries.take(event, line, 0, line.length);
        }
        deliveries.flush();
        return this;
    }

    DeliveryState.Destination state() {
        return deliveries.state().destinations().getFirst();
    }

    DeliveryState whole() {
        return deliveries.state();
    }

    void awaitDelivered(long events) {
        await(() -> state().delivered() + state().refused() >= events && state().waiting() == 0);
    }

    void awaitFailures(long failures) {
        await(() ->
                state().failures().values().stream().mapToLong(Long::longValue).sum() >= failures);
    }

    void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("still " + deliveries.state());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean drain(Duration limit) {
        return deliveries.drain(limit);
    }

    @Override
    public void close() {
        deliveries.close();
    }
}
