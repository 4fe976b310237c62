package io.shrike.aws;

import io.shrike.aws.access.Access;
import io.shrike.aws.access.Credentials;
import io.shrike.aws.access.Network;
import io.shrike.aws.cloudwatch.CloudWatchLogs;
import io.shrike.aws.dynamodb.DynamoDb;
import io.shrike.aws.eventbridge.EventBridge;
import io.shrike.aws.firehose.Firehose;
import io.shrike.aws.s3.S3;
import io.shrike.aws.securityhub.SecurityHub;
import io.shrike.aws.sns.Sns;
import io.shrike.delivery.destination.DestinationProvider;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.RemoteDestination;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Opens destinations of AWS. The SDK's clients are made by the sender's thread with the first batch, as that takes a while. */
public final class AwsProvider implements DestinationProvider {
    @Override
    public RemoteDestination open(
            String type, Map<String, String> settings, EventForm form, Map<String, String> environment) {
        Access access = new Access(
                needed(settings, "region"),
                Optional.ofNullable(settings.get("endpoint")).map(URI::create),
                Credentials.of(environment),
                Network.of(environment));
        return switch (type) {
            case "sns" -> new Sns(access, needed(settings, "topicArn"), form);
            case "cloudwatch" ->
                new CloudWatchLogs(
                        access,
                        new CloudWatchLogs.Place(
                                needed(settings, "logGroup"),
                                needed(settings, "logStream"),
                                Optional.ofNullable(settings.get("namespace"))),
                        form);
            case "s3" ->
                new S3(
                        access,
                        needed(settings, "bucket"),
                        Optional.ofNullable(settings.get("prefix")).orElse(""),
                        form);
            case "firehose" -> new Firehose(access, needed(settings, "streamName"), form);
            case "eventbridge" ->
                new EventBridge(
                        access,
                        Optional.ofNullable(settings.get("eventBus")).orElse("default"),
                        Optional.ofNullable(settings.get("source")).orElse("shrike"),
                        form);
            case "dynamodb" -> new DynamoDb(access, needed(settings, "tableName"));
            case "securityhub" ->
                new SecurityHub(access, Optional.ofNullable(settings.get("accountId")), InstantSource.system());
            default ->
                throw new IllegalArgumentException("\"" + type + "\" is no destination of AWS that Shrike knows");
        };
    }

    private static String needed(Map<String, String> settings, String key) {
        return Optional.ofNullable(settings.get(key))
                .orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
    }
}
