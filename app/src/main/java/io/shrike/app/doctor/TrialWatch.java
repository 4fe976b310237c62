package io.shrike.app.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Watches a program for real: {@code java --version}, which is there wherever Shrike is, opens files and starts threads. The
 * policy blocks what no program opens, so that the look at results is tried, too.
 */
final class TrialWatch {
    private static final String POLICY = """
            apiVersion: security.qualys.com/v1
            kind: TracingPolicy
            metadata: {name: trial}
            spec:
              fileIntegrityMonitoring:
                paths: [{path: /no/such/file/of/shrike, events: [open, write], action: block}]
              networkMonitoring:
                outboundConnections: {logAllowed: false, blockedIPs: [192.0.2.1], action: block}
              actions:
                block: {enabled: true, action: deny}
            """;
    private static final int MOST_SECONDS = 60;
    private static final List<String> OURS = List.of(
            "QUALYS_",
            "SHRIKE_",
            "TRACING_",
            "MONITORING_",
            "SNS_",
            "LOG_",
            "CLOUDWATCH_",
            "EVENTS_",
            "JAVA_TOOL_OPTIONS");

    /** What it came to: the numbers and notes of the last sensor_status, or why there is none. */
    record Outcome(boolean watched, String problem, long seen, Map<String, Long> unwatched, List<String> notes) {
        static Outcome failed(String problem) {
            return new Outcome(false, problem, 0, Map.of(), List.of());
        }
    }

    private final Path launcher;

    TrialWatch(Path launcher) {
        this.launcher = launcher;
    }

    Outcome run() {
        try {
            Path directory = Files.createTempDirectory("shrike-doctor");
            try {
                return run(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException | UncheckedIOException failure) {
            return Outcome.failed("the trial cannot be made: " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Outcome.failed("interrupted");
        }
    }

    private Outcome run(Path directory) throws IOException, InterruptedException {
        Path policy = Files.writeString(directory.resolve("trial.yaml"), POLICY);
        Path events = directory.resolve("events.jsonl");
        Path said = directory.resolve("stderr");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(
                launcher.toString(),
                "run",
                "--fail-closed",
                "--policy",
                policy.toString(),
                "--events",
                events.toString(),
                "--",
                java.toString(),
                "--version");
        builder.environment().keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            List<ProcessHandle> below = process.descendants().toList();
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
            return Outcome.failed("the trial did not end within " + MOST_SECONDS + " s");
        }
        Optional<Outcome> outcome = process.exitValue() == 0 ? lastStatus(events) : Optional.empty();
        return outcome.orElseGet(() -> Outcome.failed("exit code " + process.exitValue() + ": " + text(said)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip().replace('\n', ' ');
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    private static Optional<Outcome> lastStatus(Path events) throws IOException {
        try (Stream<String> lines = Files.lines(events)) {
            return lines.filter(line -> line.contains("\"phase\":\"stopped\""))
                    .findFirst()
                    .map(TrialWatch::parse);
        }
    }

    private static Outcome parse(String line) {
        long seen = 0;
        Map<String, Long> unwatched = new TreeMap<>();
        List<String> notes = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(line)) {
            String member = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                String name = Optional.ofNullable(json.currentName()).orElse("");
                switch (token) {
                    case START_OBJECT, START_ARRAY -> member = name;
                    case END_OBJECT, END_ARRAY -> member = "";
                    case VALUE_NUMBER_INT -> {
                        if (member.equals("unwatched")) {
                            unwatched.put(name, json.getLongValue());
                        } else if (name.equals("seen")) {
                            seen = json.getLongValue();
                        }
                    }
                    case VALUE_STRING -> {
                        if (member.equals("notes")) {
                            notes.add(json.getText());
                        }
                    }
                    default -> {}
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Outcome(seen > 0, seen > 0 ? "" : "no call stopped", seen, unwatched, notes);
    }

    /** As far as it goes: a sensor that lives on may still write there. */
    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException left) {
            directory.toFile().deleteOnExit();
        }
    }
}
