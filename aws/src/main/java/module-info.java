import org.jspecify.annotations.NullMarked;

/** What needs the SDK of AWS, in a layer of its own that is made only when a policy names a destination there, or comes from there. */
@NullMarked
module io.shrike.aws {
    requires static org.jspecify;
    requires io.shrike.delivery;
    requires com.fasterxml.jackson.core;
    requires java.xml; // the SDK reads answers of SNS with it
    requires software.amazon.awssdk.services.cloudwatchlogs;
    requires software.amazon.awssdk.services.dynamodb;
    requires software.amazon.awssdk.services.eventbridge;
    requires software.amazon.awssdk.services.firehose;
    requires software.amazon.awssdk.services.s3;
    requires software.amazon.awssdk.services.securityhub;
    requires software.amazon.awssdk.services.sns;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.identity.spi;
    requires software.amazon.awssdk.profiles;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.utils;

    provides io.shrike.delivery.destination.DestinationProvider with
            io.shrike.aws.AwsProvider;
    provides io.shrike.delivery.source.TextSourceProvider with
            io.shrike.aws.AwsTexts;
}
