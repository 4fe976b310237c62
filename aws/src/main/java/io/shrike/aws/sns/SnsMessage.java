package io.shrike.aws.sns;

import io.shrike.aws.access.EventHead;
import io.shrike.delivery.destination.EventForm;
import io.shrike.model.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;

/** An event as SNS takes it: the whole event as text, a subject for mails, and attributes for filter policies. */
record SnsMessage(String text, String subject, Map<String, String> attributes, String eventId) {
    private static final String TYPE = "String";
    private static final String GROUP = "shrike";
    private static final int LONGEST_SUBJECT = 99;

    static SnsMessage of(ByteString event, EventForm form) {
        EventHead head = EventHead.of(event);
        Map<String, String> attributes = new TreeMap<>();
        head.field("eventType").ifPresent(type -> attributes.put("eventType", type));
        head.field("severity").ifPresent(severity -> attributes.put("severity", severity));
        head.policy().filter(name -> !name.isEmpty()).ifPresent(name -> attributes.put("policy", name));
        return new SnsMessage(
                new String(form.of(event).toArray(), StandardCharsets.UTF_8),
                subject(attributes),
                attributes,
                head.field("eventId").orElse(""));
    }

    /** ASCII without control characters, fewer than 100, and a letter first. */
    private static String subject(Map<String, String> attributes) {
        String policy = attributes.get("policy");
        String subject = "Shrike " + attributes.getOrDefault("severity", "") + ": "
                + attributes.getOrDefault("eventType", "event") + (policy == null ? "" : " (" + policy + ")");
        String ascii = subject.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.substring(0, Math.min(LONGEST_SUBJECT, ascii.length()));
    }

    /** What it counts against the bound of a request. */
    long bytes() {
        long sum = bytes(text) + subject.length();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            sum += bytes(attribute.getKey()) + TYPE.length() + bytes(attribute.getValue());
        }
        return sum;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** For a request in which {@code id} tells it from the others. A FIFO topic takes one eventId once. */
    PublishBatchRequestEntry entry(int id, boolean fifo) {
        Map<String, MessageAttributeValue> values = new TreeMap<>();
        attributes.forEach((name, value) -> values.put(
                name,
                MessageAttributeValue.builder()
                        .dataType(TYPE)
                        .stringValue(value)
                        .build()));
        PublishBatchRequestEntry.Builder entry = PublishBatchRequestEntry.builder()
                .id(Integer.toString(id))
                .message(text)
                .subject(subject)
                .messageAttributes(values);
        if (fifo) {
            entry.messageGroupId(GROUP).messageDeduplicationId(eventId);
        }
        return entry.build();
    }
}
