package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@code ./shrike sensor} that serves a socket, and commands that run behind its shim. */
public final class SidecarSensor {
    private final Path directory;
    private final Path socket;
    private final Path events;
    private final Launch launch;

    private SidecarSensor(Path directory, Path socket, Path events, Launch launch) {
        this.directory = directory;
        this.socket = socket;
        this.events = events;
        this.launch = launch;
    }

    /** Started in {@code directory}, for the sections of a policy; returns when it listens. */
    public static SidecarSensor start(Path directory, String sections, String... options) {
        SidecarSensor sensor = starting(directory, sections, options);
        sensor.awaitSocket();
        return sensor;
    }

    /** As {@link #start}, and does not wait for it. */
    public static SidecarSensor starting(Path directory, String sections, String... options) {
        try {
            Path policy = Files.writeString(directory.resolve("policy.yaml"), PolicyText.of(sections));
            Path events = Files.createTempFile(directory, "events-", ".jsonl");
            Path socket = directory.resolve("sensor.socket");
            List<String> line = new ArrayList<>(List.of(
                    Product.command().toString(),
                    "sensor",
                    "--socket",
                    socket.toString(),
                    "--policy",
                    policy.toString(),
                    "--events",
                    events.toString()));
            line.addAll(List.of(options));
            return new SidecarSensor(
                    directory,
                    socket,
                    events,
                    Launch.start(Command.of(directory, line).within(Duration.ofMinutes(2))));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private void awaitSocket() {
        new LiveEvents(events).await("policy_loaded", 1);
    }

    public Path socket() {
        return socket;
    }

    /** What a sensor wrote to a file so far. */
    public static LiveEvents eventsAt(Path file) {
        return new LiveEvents(file);
    }

    /** What it wrote so far. */
    public LiveEvents events() {
        return new LiveEvents(events);
    }

    /** Where its program's launcher is. */
    public static Path shim() {
        Product.command();
        return Repository.root().resolve(".build/shrike-shim");
    }

    /** The command behind a shim that connects to the socket of a directory's sensor. */
    public static Command behind(Path directory, Command command, String... options) {
        List<String> line = new ArrayList<>(List.of(
                shim().toString(),
                "--socket",
                directory.resolve("sensor.socket").toString()));
        line.addAll(List.of(options));
        line.add("--");
        line.addAll(command.arguments());
        return command.withArguments(line);
    }

    public Command behind(Command command) {
        return behind(directory, command);
    }

    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(launch.pid()))
                    .start()
                    .waitFor();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ended by SIGTERM; what it wrote is checked. */
    public Watched end() {
        Watched watched = endWith("TERM");
        RunValidator.check(watched);
        return watched;
    }

    /** Ended by a signal. */
    public Watched endWith(String signal) {
        signal(signal);
        return watched(launch.finish(), events);
    }

    /** What a sensor that ended wrote to a file. */
    public static Watched watched(Ran ran, Path events) {
        try {
            return Watched.of(ran, Files.readAllBytes(events));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Waits until the command is served or not: it says so on its error output. */
    public void awaitErrors(String text) {
        launch.awaitErrors(text);
    }

    /** The process number of the sensor. */
    public long pid() {
        return Waiting.until("the sensor runs", Duration.ofSeconds(10), () -> Optional.of(launch.pid()));
    }
}
