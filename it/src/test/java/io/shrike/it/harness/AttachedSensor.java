package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@code ./shrike attach} under way. */
public final class AttachedSensor {
    private final Path events;
    private final Launch launch;

    private AttachedSensor(Path events, Launch launch) {
        this.events = events;
        this.launch = launch;
    }

    /** Started in {@code directory} for the sections of a policy; returns when it looks for processes. */
    public static AttachedSensor start(Path directory, String sections, String... target) {
        return startIn(directory, new String[0], sections, target);
    }

    /** As {@link #start}, with words before the command that lead into a namespace. */
    public static AttachedSensor startIn(Path directory, String[] wrapper, String sections, String... target) {
        Host.needsRoot();
        try {
            Path policy = Files.writeString(directory.resolve("attach-policy.yaml"), PolicyText.of(sections));
            Path events = Files.createTempFile(directory, "attached-", ".jsonl");
            List<String> line = new ArrayList<>(List.of(Product.command().toString(), "attach"));
            line.addAll(List.of("--policy", policy.toString(), "--events", events.toString()));
            line.addAll(List.of(target));
            Launch launch =
                    Launch.start(Command.of(directory, line).wrappedIn(wrapper).within(Duration.ofMinutes(2)));
            new LiveEvents(events).await("policy_loaded", 1);
            return new AttachedSensor(events, launch);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What it wrote so far. */
    public LiveEvents events() {
        return new LiveEvents(events);
    }

    /** The JVM below the first process of the command. */
    private ProcessHandle sensor() {
        return Waiting.until(
                "the sensor runs",
                Duration.ofSeconds(20),
                () -> ProcessHandle.of(launch.pid()).stream()
                        .flatMap(ProcessHandle::descendants)
                        .filter(process -> process.info().command().orElse("").endsWith("/java"))
                        .findFirst());
    }

    /** Kills the sensor, and returns when it is gone. */
    public void killSensor() {
        ProcessHandle sensor = sensor();
        sensor.destroyForcibly();
        Waiting.until(
                "the sensor is gone",
                Duration.ofSeconds(10),
                () -> sensor.isAlive() ? Optional.empty() : Optional.of(true));
    }

    /** A signal to the command's first process. */
    public void signalSensor(String name) {
        long first = ProcessHandle.of(launch.pid()).stream()
                .flatMap(process -> process.info().command().orElse("").endsWith("/shrike-shim")
                        ? Stream.of(process)
                        : process.descendants())
                .filter(process -> process.info().command().orElse("").endsWith("/shrike-shim"))
                .findFirst()
                .orElseThrow()
                .pid();
        Command.of(Path.of("/"), "kill", "-" + name, Long.toString(first)).alone();
    }

    /** It ends when the last process that it watches does; what it wrote is checked. */
    public Watched endsByItself() {
        Watched watched = endsByItselfAfterKills();
        RunValidator.check(watched);
        return watched;
    }

    /** As {@link #endsByItself}, of more than one sensor: each begins its own sequence. */
    public Watched endsByItselfAfterKills() {
        Watched watched = finish();
        if (!watched.ending().equals(new Ending.Exited(0))) {
            throw new AssertionError("the watch did not end well: " + watched.ran());
        }
        return watched;
    }

    /** Its end, whatever it is. */
    public Watched finish() {
        return SidecarSensor.watched(launch.finish(), events);
    }
}
