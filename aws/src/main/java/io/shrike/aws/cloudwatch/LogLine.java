package io.shrike.aws.cloudwatch;

import io.shrike.aws.access.EventHead;
import io.shrike.delivery.destination.EventForm;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** An event as CloudWatch Logs takes it: the whole event as text, and when it was, in milliseconds since 1970. */
record LogLine(long millis, String text) {
    /** What each line counts besides its text. */
    private static final long OVERHEAD = 26;

    /** {@code namespace}: that of the metric which CloudWatch is to count the event in. */
    static LogLine of(ByteString event, EventForm form, Optional<String> namespace) {
        EventHead head = EventHead.of(event);
        long millis = head.timestamp().orElseGet(Instant::now).toEpochMilli();
        String text = new String(form.of(event).toArray(), StandardCharsets.UTF_8);
        return new LogLine(
                millis,
                namespace
                        .map(name -> EmbeddedMetric.of(name, millis, head).into(text))
                        .orElse(text));
    }

    long bytes() {
        return text.getBytes(StandardCharsets.UTF_8).length + OVERHEAD;
    }

    InputLogEvent entry() {
        return InputLogEvent.builder().timestamp(millis).message(text).build();
    }
}
