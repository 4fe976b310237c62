package io.shrike.policy.document;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A name that a service of AWS gives to something, as destinations use it: what it may look like, by AWS's own rules. */
public enum AwsName {
    TOPIC_ARN(
            "topicArn",
            "arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}([.]fifo)?",
            "an ARN such as arn:aws:sns:eu-west-1:123456789012:alerts"),
    REGION("region", "[a-z]{2,}(-[a-z0-9]+)+", "a region such as eu-west-1"),
    LOG_GROUP("logGroup", "[A-Za-z0-9._/#-]{1,512}", "a log group of up to 512 letters, digits and . - _ / #"),
    LOG_STREAM("logStream", "[^:*\\u0000-\\u001f]{1,512}", "a log stream of up to 512 characters without : and *"),
    NAMESPACE(
            "namespace",
            "(?!AWS/)[A-Za-z0-9._/#-][A-Za-z0-9._/#: -]{0,254}",
            "a namespace of up to 255 letters, digits and . - _ / # : that does not begin with AWS/"),
    EVENT_BUS(
            "eventBus",
            "[A-Za-z0-9._/-]{1,256}|arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9._/-]{1,256}",
            "the name or ARN of an event bus"),
    SOURCE(
            "source",
            "(?!aws[.])[A-Za-z0-9._/-]{1,256}",
            "a source of up to 256 letters, digits and . - _ / that does not begin with aws."),
    STREAM_NAME("streamName", "[A-Za-z0-9_.-]{1,64}", "a stream of up to 64 letters, digits and . - _"),
    BUCKET("bucket", "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "a bucket of 3 to 63 small letters, digits, dots and hyphens"),
    PREFIX(
            "prefix",
            "[A-Za-z0-9!_.*'()=-][A-Za-z0-9!_.*'()=/-]{0,511}",
            "a prefix of up to 512 letters, digits and ! - _ . * ' ( ) = / that does not begin with /"),
    TABLE_NAME("tableName", "[A-Za-z0-9_.-]{3,255}", "a table of 3 to 255 letters, digits and . - _"),
    ACCOUNT_ID("accountId", "[0-9]{12}", "an account of AWS, which is 12 digits");

    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[a-z]+:([a-z0-9-]+):.*");

    private final String key;
    private final Pattern pattern;
    private final String expected;

    AwsName(String key, String pattern, String expected) {
        this.key = key;
        this.pattern = Pattern.compile(pattern);
        this.expected = expected;
    }

    /** The one that a destination's key gives. */
    public static Optional<AwsName> ofKey(String key) {
        return Stream.of(values()).filter(name -> name.key.equals(key)).findFirst();
    }

    /** The key in destinations of policies. */
    public String key() {
        return key;
    }

    /** What is expected, for people. */
    public String expected() {
        return expected;
    }

    public boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    /** The region in an ARN; empty for what is none. */
    public static Optional<String> regionOf(String arn) {
        return Optional.of(ARN.matcher(arn)).filter(Matcher::matches).map(parts -> parts.group(1));
    }
}
