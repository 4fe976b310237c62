package io.shrike.app.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.shrike.delivery.encode.ContainerInfo;
import io.shrike.delivery.encode.ContainerSource;
import io.shrike.model.Activity;
import io.shrike.model.Decision;
import io.shrike.model.Event;
import io.shrike.model.Field;
import io.shrike.model.Outcome;
import io.shrike.model.ProcessRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TaskContainersTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TaskContainers.Pauses SHORT =
            new TaskContainers.Pauses(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMillis(1));
    private static final String CLUSTER = "arn:aws:ecs:us-west-2:111122223333:cluster/default";

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int failures;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v4/x", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean fails = requests.incrementAndGet() <= failures;
            boolean task = exchange.getRequestURI().getPath().equals("/v4/x/task");
            byte[] body = fails ? new byte[0] : task ? Answers.task(CLUSTER) : Answers.container();
            exchange.sendResponseHeaders(fails ? 503 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v4/x";
    }

    private TaskContainers begun(MetadataReader reader, Optional<String> cgroup, Duration wait) {
        TaskContainers containers = new TaskContainers(reader, _ -> cgroup, SHORT, wait, told::add);
        containers.begin();
        return containers;
    }

    private static Event event() {
        ProcessRef process = new ProcessRef(
                1,
                1,
                0,
                Field.unreadable("x"),
                Field.unreadable("x"),
                Field.unreadable("x"),
                Field.unreadable("x"),
                Field.unreadable("x"),
                Field.unreadable("x"),
                List.of());
        return new Event.Observed(
                Instant.EPOCH, new Activity.SessionActivity("execve"), process, Decision.NOTHING, Outcome.OBSERVED, "");
    }

    @Test
    void namesTheOwnContainerWhereTheControlGroupNamesNone() {
        TaskContainers containers = begun(new MetadataEndpoint(base()), Optional.empty(), LONG);
        ContainerInfo own = containers.of(event()).orElseThrow();
        assertThat(own.name()).contains("app");
        assertThat(own.taskRevision()).contains("3");
        assertThat(containers.notes()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void namesTheContainerOfTheControlGroup() {
        TaskContainers containers = begun(new MetadataEndpoint(base()), Optional.of(Answers.OTHER_ID), LONG);
        assertThat(containers.of(event()).orElseThrow().name()).contains("proxy");
    }

    @Test
    void asksAgainForAContainerThatIsNotListedButOnce() throws InterruptedException {
        BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
        MetadataReader reader = new MetadataEndpoint(base());
        TaskContainers containers = begun(
                () -> {
                    asked.add(1);
                    return reader.read();
                },
                Optional.of("f".repeat(64)),
                LONG);
        assertThat(containers.of(event()).orElseThrow().name()).isEmpty();
        assertThat(containers.of(event()).orElseThrow().id()).contains("f".repeat(64));
        assertThat(asked.take()).isOne();
        assertThat(asked.take()).isOne();
        containers.of(event());
        assertThat(asked.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void triesAgainUntilThereIsAnAnswerAndTellsOfItOnce() throws InterruptedException {
        failures = 3;
        TaskContainers containers = begun(new MetadataEndpoint(base()), Optional.empty(), LONG);
        assertThat(containers.of(event())).isPresent();
        assertThat(told.take()).contains("ECS_CONTAINER_METADATA_URI_V4 cannot be read: it answers HTTP 503");
        assertThat(told).isEmpty();
        assertThat(containers.notes()).isEmpty();
    }

    @Test
    void tellsOfAnEndpointThatCannotBeReachedAndKeepsItAsANote() throws InterruptedException {
        server.stop(0);
        TaskContainers containers = begun(new MetadataEndpoint(base()), Optional.empty(), Duration.ZERO);
        assertThat(told.take()).contains("cannot be read: cannot connect; until it can");
        assertThat(containers.notes()).singleElement().asString().contains("cannot connect");
        assertThat(containers.of(event())).isEmpty();
    }

    @Test
    void doesNotHoldAnEventUpForLongerThanTheLimit() {
        CountDownLatch never = new CountDownLatch(1);
        TaskContainers containers = begun(
                () -> {
                    awaitQuietly(never);
                    throw new IOException("ended");
                },
                Optional.empty(),
                Duration.ofMillis(1));
        assertThat(containers.of(event())).isEmpty();
        never.countDown();
    }

    @Test
    void neverHoldsTheSensorsOwnEventsUp() {
        CountDownLatch never = new CountDownLatch(1);
        TaskContainers containers = begun(
                () -> {
                    awaitQuietly(never);
                    throw new IOException("ended");
                },
                Optional.empty(),
                Duration.ofDays(1));
        assertThat(containers.of(new Event.EventsSuppressed(Instant.EPOCH, Map.of())))
                .isEmpty();
        never.countDown();
    }

    @Test
    void toleratesAVariableThatIsNoUrl() throws InterruptedException {
        begun(new MetadataEndpoint("not a url"), Optional.empty(), Duration.ZERO);
        assertThat(told.take()).contains("it is not an http URL");
    }

    @Test
    void knowsNothingWithoutTheVariable() {
        assertThat(TaskContainers.start(Map.of(), LONG, told::add)).isSameAs(ContainerSource.NONE);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
