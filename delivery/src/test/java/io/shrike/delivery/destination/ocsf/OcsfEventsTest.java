package io.shrike.delivery.destination.ocsf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shrike.delivery.destination.FormedEvents;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.SendResult;
import io.shrike.model.ByteString;
import io.shrike.model.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what becomes of each kind of event with its line in ocsf.jsonl. After a change that is meant, run with
 * -Dgolden.write=true and read the difference.
 */
class OcsfEventsTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/shrike/delivery");
    private static final Path GOLDEN = RESOURCES.resolve("destination/ocsf/ocsf.jsonl");

    /** What the schema demands of every class, and of each. */
    private static final List<String> ALWAYS =
            List.of("activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid");

    private static final Map<Long, List<String>> OF_CLASS = Map.of(
            1001L, List.of("actor", "device", "file"),
            1003L, List.of("actor", "device", "kernel"),
            1005L, List.of("actor", "device", "module"),
            1007L, List.of("actor", "device", "process"),
            2004L, List.of("finding_info"),
            4001L, List.of(),
            4003L, List.of(),
            6002L, List.of("app"));

    private static List<String> events() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(RESOURCES.resolve("encode/events.jsonl")));
        lines.add("""
                {"eventId":"i","eventType":"file_change","timestamp":"2026-01-02T03:04:05.120000000Z","severity":"low",\
                "action":"log","outcome":"terminated","rules":[{"policy":"p","rule":"r","mitre":["T1003.008"]}],\
                "container":{"id":"c1","name":"app","image":"nginx","taskArn":"arn"},\
                "process":{"pid":1,"executable":"/bin/a"},"file":{"path":"/x","operation":"rename","newPath":"/y"}}""");
        return lines;
    }

    private static ByteString translate(String line) throws IOException {
        return new OcsfEvents("host-1").translate(ByteString.utf8(line));
    }

    @Test
    void everyKindOfEventBecomesItsGoldenLine() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String event : events()) {
            lines.add(new String(translate(event).toArray(), StandardCharsets.UTF_8));
        }
        if (Boolean.getBoolean("golden.write")) {
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).containsExactlyElementsOf(Files.readAllLines(GOLDEN));
    }

    @ParameterizedTest
    @MethodSource("events")
    void hasWhatTheSchemaDemands(String event) throws IOException {
        Map<String, Object> ocsf = JsonTree.read(translate(event));
        assertThat(ocsf.keySet()).containsAll(ALWAYS);
        long uid = (Long) requireNonNull(ocsf.get("class_uid"));
        assertThat(OF_CLASS).containsKey(uid);
        assertThat(ocsf.keySet()).containsAll(OF_CLASS.getOrDefault(uid, List.of()));
        assertThat(ocsf.get("type_uid")).isEqualTo(uid * 100 + (Long) ocsf.getOrDefault("activity_id", 0L));
        assertThat(ocsf.get("category_uid")).isEqualTo(uid / 1000);
        if (uid / 1000 == 4) {
            assertThat(ocsf.containsKey("src_endpoint") || ocsf.containsKey("dst_endpoint"))
                    .isTrue();
        }
        if (requireNonNull(ocsf.get("metadata")).toString().contains("container")) {
            assertThat(ocsf).containsKey("container");
        }
    }

    /** Every value of an event is somewhere in what it becomes; a start time is in milliseconds, a severity begins with a capital. */
    @ParameterizedTest
    @MethodSource("events")
    void losesNothing(String event) throws IOException {
        Set<String> before = leaves(JsonTree.read(ByteString.utf8(event)), new HashSet<>());
        Set<String> after = leaves(JsonTree.read(translate(event)), new HashSet<>());
        before.removeAll(Set.of("2026-01-02T03:04:00.000000000Z", "inbound", "outbound", "AF_INET", "AF_INET6"));
        before.removeAll(Set.of("low", "medium", "high", "critical"));
        assertThat(after).containsAll(before);
    }

    private static Set<String> leaves(Object value, Set<String> found) {
        switch (value) {
            case Map<?, ?> members -> members.values().forEach(member -> leaves(member, found));
            case List<?> items -> items.forEach(item -> leaves(item, found));
            default -> found.add(value.toString());
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "observed, log, 3, 17, false",
        "observed, alert, 3, 19, true",
        "would_block, block, 3, 19, true",
        "failed_to_block, block, 3, 19, true",
        "denied, block, 2, 2, true",
        "terminated, block, 2, 2, true",
        "paused, block, 99, 99, true",
    })
    void tellsWhatRulesMadeOfIt(String outcome, String action, long actionId, long disposition, boolean alert)
            throws IOException {
        Map<String, Object> ocsf = JsonTree.read(translate(
                "{\"eventType\":\"syscall\",\"action\":\"%s\",\"outcome\":\"%s\"}".formatted(action, outcome)));
        assertThat(ocsf)
                .containsEntry("action_id", actionId)
                .containsEntry("disposition_id", disposition)
                .containsEntry("is_alert", alert);
    }

    @Test
    void writesNoByteThatCouldSteerATerminal() throws IOException {
        String text = new String(
                translate("{\"eventType\":\"syscall\",\"syscall\":{\"name\":\"a\\u001b[2J\\u202e\"}}")
                        .toArray(),
                StandardCharsets.UTF_8);
        assertThat(text).contains("a\\u001B[2J\\u202E").doesNotContain("\u001b").doesNotContain("\u202e");
    }

    @Test
    void refusesWhatIsNoEvent() {
        assertThatThrownBy(() -> translate("[]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> translate("{\"a\":null}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> translate("{}")).isInstanceOf(IOException.class);
    }

    @Test
    void aDestinationGetsEachLineInThisFormAndWhatIsNoEventAsItIs() {
        List<ByteString> sent = new ArrayList<>();
        RemoteDestination destination = new RemoteDestination() {
            @Override
            public String name() {
                return "there";
            }

            @Override
            public Optional<String> typeOf(Event event) {
                return Optional.empty();
            }

            @Override
            public SendResult send(List<ByteString> events) {
                sent.addAll(events);
                return SendResult.later("busy");
            }

            @Override
            public void close() {}
        };
        FormedEvents format = new FormedEvents(destination, new OcsfForm("host-1"));
        assertThat(format.send(List.of(ByteString.utf8("{\"eventType\":\"session\"}"), ByteString.utf8("?"))))
                .isEqualTo(SendResult.later("busy"));
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst().escaped()).contains("\"class_uid\":2004");
        assertThat(sent.getLast().escaped()).isEqualTo("?");
        assertThat(format.name()).isEqualTo("there");
    }
}
