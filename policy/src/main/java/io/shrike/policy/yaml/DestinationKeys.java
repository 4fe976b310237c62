package io.shrike.policy.yaml;

import io.shrike.policy.document.DestinationType;
import java.util.List;
import java.util.Optional;

/**
 * What a destination of one type can be told. {@code needed} is the key without which it cannot work; where
 * {@code variable} is given, that variable of the environment stands in for the key.
 */
record DestinationKeys(List<String> keys, Optional<String> needed, Optional<String> variable) {
    static DestinationKeys of(DestinationType type) {
        return switch (type) {
            case QUALYS_CRS -> optional("endpoint", "allowInsecure", "caFile", "compression");
            case SNS ->
                new DestinationKeys(
                        List.of("topicArn", "region", "format"), Optional.of("topicArn"), Optional.of("SNS_TOPIC_ARN"));
            case CLOUDWATCH ->
                new DestinationKeys(
                        List.of("logGroup", "logStream", "namespace", "region", "format"),
                        Optional.of("logGroup"),
                        Optional.of("LOG_GROUP_NAME"));
            case WEBHOOK ->
                needing(
                        "endpoint",
                        "endpoint",
                        "headers",
                        "secret",
                        "allowInsecure",
                        "caFile",
                        "compression",
                        "format");
            case FILE -> needing("path", "path", "maxSizeMiB", "maxAgeHours", "keep", "compression", "format");
            case SYSLOG -> needing("endpoint", "endpoint", "allowInsecure", "caFile", "facility", "format");
            case EVENTBRIDGE -> optional("eventBus", "source", "region", "format");
            case SECURITYHUB -> optional("accountId", "region");
            case FIREHOSE -> needing("streamName", "streamName", "region", "format");
            case S3 -> needing("bucket", "bucket", "prefix", "region", "format");
            case DYNAMODB ->
                new DestinationKeys(
                        List.of("tableName", "region"), Optional.of("tableName"), Optional.of("EVENTS_TABLE_NAME"));
        };
    }

    private static DestinationKeys optional(String... keys) {
        return new DestinationKeys(List.of(keys), Optional.empty(), Optional.empty());
    }

    private static DestinationKeys needing(String needed, String... keys) {
        return new DestinationKeys(List.of(keys), Optional.of(needed), Optional.empty());
    }
}
