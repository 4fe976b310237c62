package io.shrike.it.harness;

import io.shrike.model.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command on its way. Its output goes to files, so that a process it leaves behind cannot hold us up; an environment
 * variable marks its whole tree, so that such a process is found.
 */
public final class Launch {
    private final Command command;
    private final Marker marker;
    private final Path files;
    private final Process process;
    private final long startNanos;

    private Launch(Command command, Marker marker, Path files, Process process) {
        this.command = command;
        this.marker = marker;
        this.files = files;
        this.process = process;
        this.startNanos = System.nanoTime();
    }

    public static Launch start(Command command) {
        Marker marker = new Marker(UUID.randomUUID().toString());
        try {
            Path files = Files.createTempDirectory("shrike-it-launch");
            Files.writeString(files.resolve("stdin"), command.stdin());
            List<String> line = new ArrayList<>();
            line.add(Fixtures.path("launch").toString());
            line.add(files.resolve("status").toString());
            command.uid().ifPresent(id -> line.addAll(List.of("--uid", Integer.toString(id))));
            if (command.stdinClosed()) {
                line.add("--close-stdin");
            }
            line.add("--");
            line.addAll(command.wrapper());
            line.addAll(command.arguments());
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(command.directory().toFile())
                    .redirectInput(files.resolve("stdin").toFile())
                    .redirectOutput(files.resolve("stdout").toFile())
                    .redirectError(files.resolve("stderr").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL") || name.startsWith("MAVEN_"));
            builder.environment().putAll(command.environment());
            builder.environment().put(Marker.VARIABLE, marker.value());
            return new Launch(command, marker, files, builder.start());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The process id of the command itself, known once it runs. */
    public long pid() {
        return Waiting.until(
                "the launcher reports a pid",
                Duration.ofSeconds(5),
                () -> status().stream()
                        .filter(line -> line.startsWith("pid "))
                        .map(line -> Long.parseLong(line.substring(4)))
                        .findFirst());
    }

    /** Whether the command has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The children of the command. */
    public Stream<ProcessHandle> children() {
        return ProcessHandle.of(pid()).stream().flatMap(ProcessHandle::children);
    }

    /** Waits until the standard output so far contains {@code text}. */
    public void awaitOutput(String text) {
        await("stdout", text);
    }

    /** As {@link #awaitOutput}, of the standard error. */
    public void awaitErrors(String text) {
        await("stderr", text);
    }

    private void await(String stream, String text) {
        Waiting.until("the " + stream + " has \"" + text + "\"", command.timeout(), () -> {
            boolean there = read(stream).contains(text);
            return there || !process.isAlive() ? Optional.of(there) : Optional.empty();
        });
    }

    /** Waits for the end, up to the command's timeout, after which its tree is killed and the test fails. */
    public Ran finish() {
        try {
            boolean ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
            Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
            List<String> left = marker.survivors(Duration.ofSeconds(ended ? 2 : 0));
            marker.killAll();
            if (!ended) {
                process.waitFor();
                throw new AssertionError("not ended after " + command.timeout() + ", killed: "
                        + ran(new Ending.Signaled(9), took, left) + "\n  running then: " + left);
            }
            List<String> status = status();
            return ran(Ending.parse(status.isEmpty() ? "" : status.getLast()), took, left);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        } finally {
            delete(files);
        }
    }

    private Ran ran(Ending ending, Duration took, List<String> left) throws IOException {
        return new Ran(
                command.arguments(),
                ending,
                ByteString.of(Files.readAllBytes(files.resolve("stdout"))),
                ByteString.of(Files.readAllBytes(files.resolve("stderr"))),
                took,
                left);
    }

    private List<String> status() {
        return read("status").lines().toList();
    }

    private String read(String name) {
        try {
            Path file = files.resolve(name);
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
