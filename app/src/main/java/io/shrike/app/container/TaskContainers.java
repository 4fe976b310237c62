package io.shrike.app.container;

import io.shrike.delivery.encode.ContainerInfo;
import io.shrike.delivery.encode.ContainerSource;
import io.shrike.model.Event;
import io.shrike.model.ProcessRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The containers of an Amazon ECS task. A thread named shrike-metadata asks for them until it has an answer, and again when a
 * process belongs to a container that was not listed. Events are held up for the first answer, once, until the limit that
 * counts from the start; later events say nothing of a container until there is an answer.
 */
public final class TaskContainers implements ContainerSource {
    /** The most that events are held up for the first answer. */
    static final Duration MOST_WAIT = Duration.ofSeconds(1);

    private static final String VARIABLE = "ECS_CONTAINER_METADATA_URI_V4";
    private static final int MOST_ASKED_FOR = 1024;

    private final MetadataReader reader;
    private final Function<ProcessRef, Optional<String>> cgroups;
    private final Pauses pauses;
    private final long waitUntil;
    private final Consumer<String> operator;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final Semaphore wanted = new Semaphore(0);
    private final Set<String> askedFor = ConcurrentHashMap.newKeySet();
    private volatile Optional<TaskMetadata> known = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();
    private boolean told;

    /** How long the thread rests: after a failure, doubled up to the longest; and before it asks again for the list. */
    record Pauses(Duration first, Duration longest, Duration again) {
        static final Pauses USUAL = new Pauses(Duration.ofMillis(250), Duration.ofMinutes(1), Duration.ofSeconds(10));
    }

    TaskContainers(
            MetadataReader reader,
            Function<ProcessRef, Optional<String>> cgroups,
            Pauses pauses,
            Duration wait,
            Consumer<String> operator) {
        this.reader = reader;
        this.cgroups = cgroups;
        this.pauses = pauses;
        this.waitUntil = System.nanoTime() + wait.toNanos();
        this.operator = operator;
    }

    /**
     * Begins to ask where ECS_CONTAINER_METADATA_URI_V4 says; without it, nothing is known of containers. Events wait at most
     * half of {@code drain}, so that the last ones are written in time. {@code operator} is told once of an endpoint that
     * does not answer.
     */
    public static ContainerSource start(Map<String, String> environment, Duration drain, Consumer<String> operator) {
        String base = environment.getOrDefault(VARIABLE, "");
        if (base.isBlank()) {
            return ContainerSource.NONE;
        }
        Duration half = drain.dividedBy(2);
        TaskContainers containers = new TaskContainers(
                new MetadataEndpoint(base.strip()),
                new ProcessCgroups(Path.of("/proc")),
                Pauses.USUAL,
                half.compareTo(MOST_WAIT) < 0 ? half : MOST_WAIT,
                operator);
        containers.begin();
        return containers;
    }

    void begin() {
        Thread.ofPlatform().name("shrike-metadata").daemon().start(this::follow);
    }

    @Override
    public Optional<ContainerInfo> of(Event event) {
        if (!(event instanceof Event.Observed observed)) {
            return known.map(TaskMetadata::own);
        }
        Optional<String> id = cgroups.apply(observed.process());
        awaitAnswer();
        return known.map(task -> id.map(named -> listed(task, named)).orElse(task.own()));
    }

    private ContainerInfo listed(TaskMetadata task, String id) {
        if (!task.lists(id) && askedFor.size() < MOST_ASKED_FOR && askedFor.add(id)) {
            wanted.release();
        }
        return task.of(id);
    }

    private void awaitAnswer() {
        long left = waitUntil - System.nanoTime();
        if (known.isPresent() || left <= 0) {
            return;
        }
        try {
            boolean _ = answered.await(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<String> notes() {
        return problem.stream().toList();
    }

    private void follow() {
        try {
            while (true) {
                ask();
                wanted.acquire();
                Thread.sleep(pauses.again());
                wanted.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when there is an answer. */
    private void ask() throws InterruptedException {
        Duration pause = pauses.first();
        while (!answers()) {
            Thread.sleep(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(pauses.longest()) < 0 ? twice : pauses.longest();
        }
    }

    private boolean answers() {
        try {
            TaskMetadata answer = reader.read();
            problem = Optional.empty();
            known = Optional.of(answer);
            answered.countDown();
            return true;
        } catch (IOException | RuntimeException failure) {
            String reason = "the task metadata of " + VARIABLE + " cannot be read: " + failure.getMessage()
                    + "; until it can, events "
                    + (known.isPresent() ? "know no container that was added since" : "do not say their container");
            problem = Optional.of(reason);
            if (!told) {
                told = true;
                operator.accept(reason);
            }
            return false;
        }
    }
}
