package io.shrike.it.product;

import static io.shrike.it.harness.EventMatcher.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.it.harness.Command;
import io.shrike.it.harness.Ending;
import io.shrike.it.harness.EventReceiver;
import io.shrike.it.harness.Json;
import io.shrike.it.harness.OpenDirectory;
import io.shrike.it.harness.Ran;
import io.shrike.it.harness.ShrikeRun;
import io.shrike.it.harness.Watched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on their way to servers. */
class DeliveryIT {
    private static final String TOKEN = "token-5e1b0a77c2-not-to-be-told";
    private static final String READS =
            "for i in 1 2 3 4 5 6 7 8; do cat /etc/hostname; done >/dev/null; cat /etc/hosts";

    @TempDir(factory = OpenDirectory.class)
    Path directory;

    /** Reading hostname alerts, reading hosts is logged. */
    private ShrikeRun run(Command command, String... destinations) {
        return ShrikeRun.of(command).option("--journal", journal().toString()).policyText("""
                actions:
                  alert:
                    destinations: [%s]
                fileIntegrityMonitoring:
                  paths:
                    - {path: /etc/hostname, events: [open], severity: high}
                    - {path: /etc/hosts, events: [open], action: log}
                processExecution:
                  trackedExecutables: [{name: "true", captureArgs: true, severity: low}]
                """.formatted(
                        String.join(", ", destinations)));
    }

    private Path journal() {
        return directory.resolve("journal");
    }

    private static String webhook(EventReceiver server) {
        return "{type: webhook, endpoint: \"%s\", allowInsecure: true}".formatted(server.url("/hook"));
    }

    private static List<String> alerts(Watched watched) {
        return watched.events().stream()
                .filter(event -> event.text("action").filter("alert"::equals).isPresent())
                .flatMap(event -> event.text("eventId").stream())
                .toList();
    }

    private static List<Json> destinations(Watched watched) {
        return watched.events().getLast().items("status.destinations");
    }

    @Test
    void everyAlertArrivesOnceAtEveryDestination() throws IOException, GeneralSecurityException {
        try (EventReceiver hook = EventReceiver.http();
                EventReceiver qualys = EventReceiver.https(directory)) {
            String crs = "{type: qualys-crs, endpoint: \"%s\", caFile: %s, compression: gzip}"
                    .formatted(qualys.url(""), directory.resolve("ca.pem"));
            Watched watched = run(
                            Command.shell(directory, READS).withEnvironment("QUALYS_ACCESS_TOKEN", TOKEN),
                            webhook(hook),
                            crs)
                    .run();
            List<String> expected = alerts(watched);
            assertThat(expected).hasSize(8);
            assertThat(hook.ids()).containsExactlyElementsOf(expected);
            assertThat(qualys.ids()).containsExactlyElementsOf(expected);
            assertThat(qualys.authorizations()).containsExactly("Bearer " + TOKEN);
            assertThat(qualys.events()).allSatisfy(event -> {
                assertThat(event.text("eventType")).contains("file_change");
                assertThat(event.text("file.operation")).contains("open");
                assertThat(event.text("process.arguments")).contains("cat /etc/hostname");
            });
            assertThat(destinations(watched)).hasSize(2).allSatisfy(state -> {
                assertThat(state.number("delivered")).contains(8L);
                assertThat(state.number("waiting")).contains(0L);
            });
        }
    }

    @Test
    void whatIsNotTakenWaitsForTheNextRun() throws IOException {
        try (EventReceiver server = EventReceiver.http()) {
            server.answer(503);
            Watched first = run(Command.shell(directory, READS), webhook(server))
                    .option("--drain-timeout", "1")
                    .run();
            assertThat(destinations(first).getFirst().number("waiting")).contains(8L);
            assertThat(first.ran().took()).isLessThan(java.time.Duration.ofSeconds(20));
            server.answer(200);
            Watched second =
                    run(Command.of(directory, "sh", "-c", ":"), webhook(server)).run();
            assertThat(server.ids()).containsExactlyElementsOf(alerts(first));
            second.check().contains(event("sensor_status").with("status.journal.found", 8));
        }
    }

    @Test
    void eventsWaitInMemoryWhereThereCanBeNoJournal() throws IOException {
        Path blocked = Files.writeString(directory.resolve("journal"), "a file");
        try (EventReceiver server = EventReceiver.http()) {
            Watched watched =
                    run(Command.shell(directory, READS), webhook(server)).run();
            assertThat(server.ids()).containsExactlyElementsOf(alerts(watched));
            Json status = watched.events().getLast();
            assertThat(status.text("status.journal.keeps")).contains("memory");
            assertThat(status.text("status.journal.problem")).isPresent();
            assertThat(blocked).isRegularFile();
        }
    }

    @Test
    void theTokenIsToldNowhere() throws IOException {
        try (EventReceiver server = EventReceiver.http()) {
            server.answer(401);
            String script = "/bin/true \"$QUALYS_ACCESS_TOKEN\"; /bin/true \"x=$QUALYS_ACCESS_TOKEN;\";"
                    + " for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <\"$f\"; echo; done";
            String crs = "{type: qualys-crs, endpoint: \"%s\", allowInsecure: true}".formatted(server.url(""));
            Watched watched = run(Command.shell(directory, script).withEnvironment("QUALYS_ACCESS_TOKEN", TOKEN), crs)
                    .option("--drain-timeout", "2")
                    .run();
            assertThat(server.authorizations()).containsExactly("Bearer " + TOKEN);
            assertThat(text(watched.raw().toArray()))
                    .contains("*".repeat(TOKEN.length()))
                    .doesNotContain(TOKEN);
            assertThat(watched.ran().stdout()).contains("io.shrike.app.Main").doesNotContain(TOKEN);
            assertThat(watched.ran().stderr())
                    .containsOnlyOnce("takes no events: it answers 401, QUALYS_ACCESS_TOKEN may have expired")
                    .doesNotContain(TOKEN);
            String kept = journalText();
            assertThat(kept).contains("\"eventType\"").doesNotContain(TOKEN);
        }
    }

    private String journalText() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(journal())) {
            for (Path file : files.toList()) {
                all.append(text(Files.readAllBytes(file)));
            }
        }
        return all.toString();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void anUnknownPodIsAnErrorThatNamesThePods() {
        Ran ran = run(
                        Command.of(directory, "true")
                                .withEnvironment("QUALYS_POD", "MARS1")
                                .withEnvironment("QUALYS_ACCESS_TOKEN", TOKEN),
                        "{type: qualys-crs}")
                .start()
                .launch()
                .finish();
        assertThat(ran.ending()).isEqualTo(new Ending.Exited(78));
        assertThat(ran.stderr())
                .contains(
                        "QUALYS_POD: \"MARS1\" is not a pod (known: AE1, CA1, EU1, EU2, IN1, UK1, US1, US2, US3, US4)");
    }

    @Test
    void saysWhichDestinationsGetNothing() {
        run(Command.shell(directory, ":"), "{type: qualys-crs}", "{type: sns}")
                .run()
                .check()
                .contains(event("sensor_status")
                        .having(
                                "status.notes",
                                "the destination qualys-crs gets nothing: none of its endpoint, QUALYS_CRS_ENDPOINT and QUALYS_POD is set")
                        .having(
                                "status.notes",
                                "the destination sns gets nothing: neither topicArn nor SNS_TOPIC_ARN is set"));
    }
}
