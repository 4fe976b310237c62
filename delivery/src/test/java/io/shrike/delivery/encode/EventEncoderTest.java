package io.shrike.delivery.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.shrike.model.EventType;
import io.shrike.model.Finding;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EventEncoderTest {
    private static final ContainerInfo CONTAINER = new ContainerInfo(
            Optional.of("abc"),
            Optional.of("app"),
            Optional.of("nginx:1"),
            Optional.of("arn:aws:ecs:eu-west-1:1:task/x"),
            Optional.empty(),
            Optional.of("web"),
            Optional.of("7"));

    @Test
    void namesTheContainerAsFarAsItIsKnown() {
        Map<String, Object> json = encode(OptionalDouble.empty());
        assertThat(json.get("container"))
                .isEqualTo(Map.of(
                        "id",
                        "abc",
                        "name",
                        "app",
                        "image",
                        "nginx:1",
                        "taskArn",
                        "arn:aws:ecs:eu-west-1:1:task/x",
                        "taskFamily",
                        "web",
                        "taskRevision",
                        "7"));
    }

    @Test
    void tellsTheRateThatCountsAreToBeScaledBy() {
        assertThat(encode(OptionalDouble.of(0.25))).containsEntry("sampleRate", 0.25);
        assertThat(encode(OptionalDouble.empty())).doesNotContainKey("sampleRate");
    }

    private static Map<String, Object> encode(OptionalDouble sampleRate) {
        OutboundEvent event = new OutboundEvent(
                Samples.observed(EventType.FILE_ACCESS, Samples.read("/x"), Finding.NONE),
                Encoding.ID,
                1,
                sampleRate,
                Optional.of(CONTAINER));
        return JsonText.parse(Encoding.encode(event, Encoding::redact));
    }
}
