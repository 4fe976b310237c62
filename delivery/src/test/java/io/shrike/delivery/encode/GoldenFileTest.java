package io.shrike.delivery.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.Event;
import io.shrike.model.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Compares every kind of event with the line in events.jsonl. After a change that is meant, run with -Dgolden.write=true and
 * read the difference: names may be added, never changed.
 */
class GoldenFileTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/shrike/delivery/encode/events.jsonl");

    @Test
    void everyKindOfEventHasItsGoldenLine() throws IOException {
        List<String> lines = new ArrayList<>();
        Samples.all().forEach((_, event) -> lines.add(line(event)));
        if (Boolean.getBoolean("golden.write")) {
            Files.write(GOLDEN, lines);
        }
        List<String> golden = Files.readAllLines(GOLDEN);
        List<String> names = List.copyOf(Samples.all().keySet());
        for (int i = 0; i < names.size(); i++) {
            assertThat(lines.get(i)).as(names.get(i)).isEqualTo(golden.get(i));
        }
        assertThat(golden).hasSameSizeAs(lines);
    }

    @Test
    void everyEventTypeIsAmongThem() {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        Samples.all().values().forEach(event -> types.add(event.type()));
        assertThat(types).containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void everyGoldenLineIsOneJsonObjectThatNamesItsType() throws IOException {
        Map<String, Event> samples = Samples.all();
        List<String> golden = Files.readAllLines(GOLDEN);
        int i = 0;
        for (Event event : samples.values()) {
            Map<String, Object> json = JsonText.parse(golden.get(i++));
            assertThat(json).containsEntry("eventType", event.type().wireName());
            assertThat(JsonText.number(json, "sensor", "sequence")).isEqualTo(42);
        }
    }

    private static String line(Event event) {
        String text = new String(Encoding.encode(event), UTF_8);
        assertThat(text).endsWith("\n");
        return text.substring(0, text.length() - 1);
    }
}
