package io.shrike.policy.document;

/** The kinds of alert destinations; {@link #text()} is the {@code type} of the policy. */
public enum DestinationType {
    QUALYS_CRS("qualys-crs"),
    SNS("sns"),
    CLOUDWATCH("cloudwatch"),
    WEBHOOK("webhook"),
    FILE("file"),
    SYSLOG("syslog"),
    EVENTBRIDGE("eventbridge"),
    SECURITYHUB("securityhub"),
    FIREHOSE("firehose"),
    S3("s3"),
    DYNAMODB("dynamodb");

    private final String text;

    DestinationType(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
