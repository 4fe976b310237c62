package io.shrike.it.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.EventReceiver;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Sensors;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sensor dies of SIGKILL at random moments; what was in its journal arrives all the same. */
class KilledSensorIT {
    /** Twenty in CI; the property takes more, for a run by hand. */
    private static final int KILLS = Integer.getInteger("shrike.kills", 20);

    private static final String START = "{\"eventId\":\"";
    private static final Pattern END = Pattern.compile("\"sequence\":\\d+}}");

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    @Test
    void everyJournalledEventArrivesAfterARestart() throws IOException, InterruptedException {
        Random random = new Random(11);
        Set<String> journalled = new HashSet<>();
        try (EventReceiver server = EventReceiver.http()) {
            for (int kill = 0; kill < KILLS; kill++) {
                server.answer(kill % 3 == 2 ? 200 : 503);
                runAndKill(server, random.nextInt(400), journalled);
            }
            server.answer(200);
            run(server, ":", "30").start().finish();
            assertThat(journalled).hasSizeGreaterThan(KILLS * 5);
            assertThat(server.ids()).containsAll(journalled);
            assertThat(segments()).isEmpty();
            onlyTheSameEventComesTwiceUnderOneId(server.events());
        }
    }

    private ShrikeRun run(EventReceiver server, String script, String drainSeconds) {
        return ShrikeRun.of(Command.shell(directory, script))
                .option("--journal", journal().toString(), "--drain-timeout", drainSeconds)
                .policyText("""
                        actions:
                          alert:
                            destinations: [{type: webhook, endpoint: "%s", allowInsecure: true}]
                        performance: {batchSize: 7, batchTimeout: 0.05}
                        fileIntegrityMonitoring:
                          paths: [{path: /etc/hostname, events: [open], severity: high}]
                        """.formatted(server.url("/hook")));
    }

    private void runAndKill(EventReceiver server, int millis, Set<String> journalled)
            throws IOException, InterruptedException {
        String script = "touch started; i=0; while [ $i -lt 300 ]; do read x </etc/hostname; i=$((i+1)); done;"
                + " touch done; while [ ! -e killed ]; do sleep 0.02; done";
        for (String name : List.of("started", "done", "killed")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        ShrikeRun.Live live = run(server, script, "1").start();
        Waiting.until("the program runs", Duration.ofSeconds(30), () -> exists("started"));
        TimeUnit.MILLISECONDS.sleep(millis);
        ProcessHandle sensor = Sensors.of(journal()).orElseThrow();
        assertThat(sensor.destroyForcibly()).isTrue();
        Waiting.until(
                "the sensor is gone",
                Duration.ofSeconds(10),
                () -> Optional.of(true).filter(_ -> !sensor.isAlive()));
        journalled.addAll(journalledNow());
        Files.createFile(directory.resolve("killed"));
        live.launch().finish();
        Files.deleteIfExists(live.events());
        Files.delete(live.events().getParent());
    }

    private Optional<Boolean> exists(String name) {
        return Files.exists(directory.resolve(name)) ? Optional.of(true) : Optional.empty();
    }

    private Path journal() {
        return directory.resolve("journal");
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(journal())) {
            return files.toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private Set<String> journalledNow() throws IOException {
        Set<String> ids = new HashSet<>();
        for (Path segment : segments()) {
            String text = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1);
            Stream.of(text.split(Pattern.quote(START)))
                    .filter(event -> END.matcher(event).find())
                    .forEach(event -> ids.add(event.substring(0, 36)));
        }
        return ids;
    }

    private static void onlyTheSameEventComesTwiceUnderOneId(List<Json> events) {
        Map<String, String> byId = new HashMap<>();
        Map<String, String> idOf = new HashMap<>();
        for (Json event : events) {
            String id = event.text("eventId").orElseThrow();
            assertThat(byId.merge(id, event.toString(), (first, _) -> first)).isEqualTo(event.toString());
            String activity = event.text("timestamp").orElseThrow() + event.at("process.pid");
            assertThat(idOf.merge(activity, id, (first, _) -> first)).isEqualTo(id);
        }
    }
}
