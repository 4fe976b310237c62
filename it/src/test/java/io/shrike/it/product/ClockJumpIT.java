package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.AwsDouble;
import io.shrike.it.harness.AwsDouble.Answer;
import io.shrike.it.harness.AwsDouble.Request;
import io.shrike.it.harness.Command;
import io.shrike.it.harness.EventReceiver;
import io.shrike.it.harness.FakedClock;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.JsonReader;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Waiting;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time of day jumps by days while events are on their way: everything that is due goes by a clock that does not. */
class ClockJumpIT {
    /** Forth, far back, far forth, back to the truth. */
    private static final List<String> JUMPS = List.of("+3d", "-9d", "+400d", "+0");

    private static final String SECRET = "task-secret-not-to-be-told";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    private final List<String> streamed = new CopyOnWriteArrayList<>();
    private final List<Request> asked = new CopyOnWriteArrayList<>();

    /** Hands out credentials that end within the hour, and takes what is sent to the stream. */
    private Answer answer(Request request) {
        if (request.method().equals("GET")) {
            asked.add(request);
            return new Answer(
                    200,
                    "{\"AccessKeyId\":\"AKIDEXAMPLE\",\"SecretAccessKey\":\"%s\",\"Token\":\"token\",\"Expiration\":\"%s\"}"
                            .formatted(SECRET, Instant.now().plus(Duration.ofHours(1))));
        }
        StringBuilder results = new StringBuilder();
        for (Json record : request.json().items("Records")) {
            byte[] line = Base64.getDecoder().decode(record.text("Data").orElseThrow());
            streamed.add(id(new String(line, StandardCharsets.UTF_8)));
            results.append(results.isEmpty() ? "" : ",").append("{\"RecordId\":\"r\"}");
        }
        return new Answer(200, "{\"FailedPutCount\":0,\"RequestResponses\":[" + results + "]}");
    }

    private static String id(String line) {
        try {
            return JsonReader.read(line.getBytes(StandardCharsets.UTF_8))
                    .text("eventId")
                    .orElseThrow();
        } catch (IOException notJson) {
            throw new IllegalStateException(line, notJson);
        }
    }

    private ShrikeRun run(FakedClock clock, Command command, String sections) {
        return ShrikeRun.of(command)
                .by(clock.launcher())
                .option("--journal", directory.resolve("journal").toString(), "--drain-timeout", "30")
                .policyText(sections);
    }

    /** Reads until the test says that it is enough, and lets it see that it goes on. */
    private static String reading(String pause) {
        return "i=0; while [ ! -e enough ]; do read x </etc/hostname; sleep " + pause
                + "; i=$((i+1)); echo $i >count; done";
    }

    private void jump(FakedClock clock, EventReceiver server) throws IOException {
        for (String offset : JUMPS) {
            int before = server.ids().size();
            Waiting.until(
                    "events come before the clock jumps to " + offset,
                    Duration.ofSeconds(40),
                    () -> Optional.of(true).filter(_ -> server.ids().size() > before + 20));
            clock.set(offset);
            server.answer(503);
            Waiting.pauseFor(Duration.ofMillis(700));
            server.answer(200);
        }
        int before = server.ids().size();
        Waiting.until(
                "events come after all",
                Duration.ofSeconds(40),
                () -> Optional.of(true).filter(_ -> server.ids().size() > before + 20));
        Files.createFile(directory.resolve("enough"));
    }

    @Test
    void noEventIsLostOrComesTwice() throws IOException {
        FakedClock clock = FakedClock.in(directory);
        Path file = Files.createDirectory(directory.resolve("files")).resolve("events.jsonl");
        try (EventReceiver server = EventReceiver.http();
                AwsDouble aws = AwsDouble.answering(this::answer)) {
            Command command =
                    aws.ofTask(Command.shell(directory, reading("0.02"))).within(Duration.ofMinutes(4));
            ShrikeRun.Live live = run(clock, command, """
                            actions:
                              alert:
                                destinations:
                                  - {type: webhook, endpoint: "%s", allowInsecure: true}
                                  - {type: file, path: %s, maxAgeHours: 24, keep: 100}
                                  - {type: firehose, streamName: alerts}
                            performance: {batchSize: 10, batchTimeout: 0.2}
                            fileIntegrityMonitoring:
                              paths: [{path: /etc/hostname, events: [open], severity: high}]
                            """.formatted(server.url("/hook"), file))
                    .start();
            jump(clock, server);
            Watched watched = live.finish();
            List<String> alerts = watched.ofType("file_access").stream()
                    .flatMap(event -> event.text("eventId").stream())
                    .toList();
            assertThat(alerts).hasSizeGreaterThan(100).doesNotHaveDuplicates();
            assertThat(server.ids()).containsExactlyInAnyOrderElementsOf(alerts);
            assertThat(streamed).containsExactlyInAnyOrderElementsOf(alerts);
            assertThat(lines(file)).containsExactlyInAnyOrderElementsOf(alerts);
            assertTheClockHasJumped(watched);
            assertThat(watched.ofType("sensor_status"))
                    .as("a status is due each minute, not each day")
                    .hasSizeLessThanOrEqualTo(2 + (int) watched.ran().took().toMinutes());
            assertThat(rotated(file)).as("one for each jump forth at most").hasSizeLessThanOrEqualTo(3);
            assertThat(asked).as("questions for credentials").hasSizeBetween(1, 3 + alerts.size() / 10);
            assertThat(watched.raw().escaped()).doesNotContain(SECRET);
        }
    }

    private static void assertTheClockHasJumped(Watched watched) {
        List<Instant> times = watched.events().stream()
                .map(event -> Instant.parse(event.text("timestamp").orElseThrow()))
                .sorted()
                .toList();
        assertThat(Duration.between(times.getFirst(), times.getLast())).isGreaterThan(Duration.ofDays(400));
    }

    private static List<Path> rotated(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(path -> !path.equals(file)).toList();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        List<Path> files = new ArrayList<>(rotated(file));
        files.add(file);
        List<String> ids = new ArrayList<>();
        for (Path one : files) {
            Files.readAllLines(one).forEach(line -> ids.add(id(line)));
        }
        return ids;
    }

    @Test
    void theLimitOfEventsPerSecondHolds() throws IOException {
        FakedClock clock = FakedClock.in(directory);
        try (EventReceiver server = EventReceiver.http()) {
            Command command = Command.shell(directory, reading("0.005")).within(Duration.ofMinutes(4));
            ShrikeRun.Live live =
                    run(clock, command, """
                            actions:
                              alert:
                                destinations: [{type: webhook, endpoint: "%s", allowInsecure: true}]
                            performance: {batchSize: 10, batchTimeout: 0.2, maxEventsPerSecond: 30}
                            fileIntegrityMonitoring:
                              paths: [{path: /etc/hostname, events: [open], severity: low}]
                            """.formatted(server.url("/hook"))).start();
            jump(clock, server);
            Watched watched = live.finish();
            long events = watched.ofType("file_access").size();
            long seconds = watched.ran().took().toSeconds() + 1;
            assertThat(events).isLessThanOrEqualTo((seconds + 2L * JUMPS.size()) * 30);
            assertThat(watched.ofType("events_suppressed")).isNotEmpty();
            assertThat(server.ids()).doesNotHaveDuplicates().hasSize((int) events);
            assertTheClockHasJumped(watched);
        }
    }
}
