package io.shrike.aws.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.ByteString;
import org.junit.jupiter.api.Test;

class EventHeadTest {
    private static EventHead of(String json) {
        return EventHead.of(ByteString.utf8(json));
    }

    @Test
    void readsFieldsAtTheTopAndThePolicyOfTheFirstRule() {
        EventHead head = of("""
                {"eventId":"e1","process":{"eventId":"x","rules":[{"policy":"no"}]},"severity":"high",
                "rules":[{"tags":[{"policy":"deep"}],"policy":"first"},{"policy":"second"}],"eventType":"syscall"}
                """);
        assertThat(head.fields())
                .containsOnly(
                        java.util.Map.entry("eventId", "e1"),
                        java.util.Map.entry("severity", "high"),
                        java.util.Map.entry("eventType", "syscall"));
        assertThat(head.policy()).contains("first");
    }

    @Test
    void knowsOfADamagedLineWhatCameBefore() {
        assertThat(of("{\"eventId\":\"e1\",\"rules\":[{\"pol").field("eventId")).contains("e1");
        assertThat(of("nothing").fields()).isEmpty();
    }
}
