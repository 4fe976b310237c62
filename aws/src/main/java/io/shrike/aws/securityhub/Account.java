package io.shrike.aws.securityhub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** Whose findings these are, and where. */
record Account(String id, String region) {
    private static final Pattern TASK = Pattern.compile("arn:[a-z-]+:ecs:[a-z0-9-]+:([0-9]{12}):task/.*");

    /** The account's id in the ARN of a task. */
    static Optional<String> ofTask(String arn) {
        return Optional.of(TASK.matcher(arn)).filter(Matcher::matches).map(parts -> parts.group(1));
    }

    String partition() {
        return PartitionMetadata.of(Region.of(region)).id();
    }

    /** The product that every account has for findings of its own. */
    String product() {
        return "arn:" + partition() + ":securityhub:" + region + ":" + id + ":product/" + id + "/default";
    }
}
