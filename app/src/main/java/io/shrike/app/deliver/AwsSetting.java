package io.shrike.app.deliver;

import io.shrike.policy.document.AwsName;
import io.shrike.policy.document.DestinationType;
import java.util.List;
import java.util.Optional;

/** A setting of a destination of AWS: the variable that stands in for it, and whether nothing can be sent without it. */
record AwsSetting(AwsName name, Optional<String> variable, boolean needed) {
    /** Those of a type besides its region; the one that tells it from others of its type is the first. */
    static List<AwsSetting> of(DestinationType type) {
        return switch (type) {
            case SNS -> List.of(needed(AwsName.TOPIC_ARN, "SNS_TOPIC_ARN"));
            case CLOUDWATCH ->
                List.of(
                        needed(AwsName.LOG_GROUP, "LOG_GROUP_NAME"),
                        optional(AwsName.LOG_STREAM, "LOG_STREAM_NAME"),
                        optional(AwsName.NAMESPACE, "CLOUDWATCH_NAMESPACE"));
            case EVENTBRIDGE -> List.of(optional(AwsName.EVENT_BUS), optional(AwsName.SOURCE));
            case SECURITYHUB -> List.of(optional(AwsName.ACCOUNT_ID));
            case FIREHOSE -> List.of(optional(AwsName.STREAM_NAME));
            case S3 -> List.of(optional(AwsName.BUCKET), optional(AwsName.PREFIX));
            case DYNAMODB -> List.of(needed(AwsName.TABLE_NAME, "EVENTS_TABLE_NAME"));
            case QUALYS_CRS, WEBHOOK, FILE, SYSLOG -> List.of();
        };
    }

    /** How the service is called in the names of variables for endpoints. */
    static String service(DestinationType type) {
        return switch (type) {
            case CLOUDWATCH -> "CLOUDWATCH_LOGS";
            case SNS, EVENTBRIDGE, SECURITYHUB, FIREHOSE, S3, DYNAMODB, QUALYS_CRS, WEBHOOK, FILE, SYSLOG ->
                type.name();
        };
    }

    private static AwsSetting needed(AwsName name, String variable) {
        return new AwsSetting(name, Optional.of(variable), true);
    }

    private static AwsSetting optional(AwsName name, String variable) {
        return new AwsSetting(name, Optional.of(variable), false);
    }

    private static AwsSetting optional(AwsName name) {
        return new AwsSetting(name, Optional.empty(), false);
    }
}
