package io.shrike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command under {@code ./shrike run}. Immutable; {@link #run} also checks what must hold for every run. */
public final class ShrikeRun {
    private static final Path AGGRESSIVE = Repository.policy("tracing-policy-schema");

    private final Command command;
    private final List<Path> policies;
    private final List<String> options;
    private final Optional<Path> launcher;

    private ShrikeRun(Command command, List<Path> policies, List<String> options, Optional<Path> launcher) {
        this.launcher = launcher;
        this.command = command;
        this.policies = List.copyOf(policies);
        this.options = List.copyOf(options);
    }

    public static ShrikeRun of(Command command) {
        return new ShrikeRun(command, List.of(), List.of(), Optional.empty());
    }

    /** The full policy that ships: everything is watched. */
    public static ShrikeRun aggressive(Command command) {
        return of(command).policy(AGGRESSIVE);
    }

    public ShrikeRun policy(Path file) {
        List<Path> more = new ArrayList<>(policies);
        more.add(file);
        return new ShrikeRun(command, more, options, launcher);
    }

    /** A policy written in the test: the document's sections, below a head that is the same for all. */
    public ShrikeRun policyText(String sections) {
        try {
            Path file = Files.createTempFile(command.directory(), "policy-", ".yaml");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return policy(Files.writeString(file, PolicyText.of(sections)));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public ShrikeRun option(String... words) {
        List<String> more = new ArrayList<>(options);
        more.addAll(List.of(words));
        return new ShrikeRun(command, policies, more, launcher);
    }

    /** By another program than {@code ./shrike}, which must be ready to run. */
    public ShrikeRun by(Path program) {
        return new ShrikeRun(command, policies, options, Optional.of(program));
    }

    /** Runs to the end and checks what holds for every run: see {@link RunValidator}. */
    public Watched run() {
        return start().finish();
    }

    public Live start() {
        try {
            Path out = Files.createTempDirectory("shrike-it-events");
            Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path events = out.resolve("events.jsonl");
            Launch launch = Launch.start(command.withArguments(line(events)));
            return new Live(launch, events);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private List<String> line(Path events) {
        List<String> line =
                new ArrayList<>(List.of(launcher.orElse(Product.command()).toString(), "run"));
        for (Path policy : policies) {
            line.addAll(List.of("--policy", policy.toString()));
        }
        line.addAll(List.of("--events", events.toString()));
        line.addAll(options);
        line.add("--");
        line.addAll(command.arguments());
        return line;
    }

    /** A run under way. */
    public record Live(Launch launch, Path events) {
        public Watched finish() {
            Watched watched = finishOfSensors();
            RunValidator.check(watched);
            return watched;
        }

        /** As {@link #finish}, of a run with more than one sensor: each begins its own sequence. */
        public Watched finishOfSensors() {
            Ran ran = launch.finish();
            try {
                byte[] raw = Files.exists(events) ? Files.readAllBytes(events) : new byte[0];
                Files.deleteIfExists(events);
                Files.delete(events.getParent());
                return Watched.of(ran, raw);
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }
}
