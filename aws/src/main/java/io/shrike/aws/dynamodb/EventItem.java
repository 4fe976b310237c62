package io.shrike.aws.dynamodb;

import io.shrike.aws.access.EventHead;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An event as an item: its fields at the top that are text ({@code eventId}, {@code eventType}, {@code timestamp}, ...), the
 * {@code policy} of its first rule, and the whole of it as {@code event}.
 */
record EventItem(String id, Map<String, String> attributes) {
    static final String KEY = "eventId";

    static EventItem of(ByteString event) {
        EventHead head = EventHead.of(event);
        Map<String, String> attributes = new TreeMap<>(head.fields());
        head.policy().ifPresent(policy -> attributes.put("policy", policy));
        attributes.put("event", new String(event.toArray(), StandardCharsets.UTF_8));
        return new EventItem(head.field(KEY).orElse(""), attributes);
    }

    /** What it counts: names and values. */
    long bytes() {
        return attributes.entrySet().stream()
                .mapToLong(attribute -> bytes(attribute.getKey()) + bytes(attribute.getValue()))
                .sum();
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    Map<String, AttributeValue> values() {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, attribute -> AttributeValue.fromS(attribute.getValue())));
    }
}
