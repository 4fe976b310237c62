package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.policy.document.ActionSettings.Destination;
import io.shrike.policy.document.DestinationType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Destinations of AWS: what of them stands in the environment, and how they are opened. */
final class AwsDestinations {
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]+):[0-9]{12}:[A-Za-z0-9_-]{1,256}([.]fifo)?");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:_\\[\\]-]+(/\\S*)?");

    private final Map<String, String> environment;

    AwsDestinations(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What tells a destination from others of its type, and its settings with what the environment adds. */
    record Place(URI address, Map<String, String> settings) {}

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Empty where neither the policy nor the environment says where. */
    Optional<Place> find(Destination destination) {
        return destination
                .setting("topicArn")
                .or(() -> variable("SNS_TOPIC_ARN"))
                .map(arn -> topic(arn, destination.setting("region")));
    }

    private Place topic(String arn, Optional<String> region) {
        Matcher parts = TOPIC.matcher(arn);
        if (!parts.matches()) {
            throw new ConfigurationException("shrike: SNS_TOPIC_ARN: expected an ARN such as"
                    + " arn:aws:sns:eu-west-1:123456789012:alerts, found \"" + arn + "\"");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("topicArn", arn);
        settings.put("region", region(region.orElse(parts.group(1))));
        endpoint("SNS").ifPresent(url -> settings.put("endpoint", url));
        return new Place(URI.create(arn), settings);
    }

    private static String region(String region) {
        if (!REGION.matcher(region).matches()) {
            throw new ConfigurationException(
                    "shrike: region: expected a region of AWS such as eu-west-1, found \"" + region + "\"");
        }
        return region;
    }

    /** The variables that every SDK of AWS knows, e.g. for an endpoint inside a VPC. */
    private Optional<String> endpoint(String service) {
        return Stream.of("AWS_ENDPOINT_URL_" + service, "AWS_ENDPOINT_URL")
                .flatMap(name -> variable(name).map(url -> url(name, url)).stream())
                .findFirst();
    }

    private static String url(String name, String url) {
        if (!URL.matcher(url).matches()) {
            throw new ConfigurationException(
                    "shrike: " + name + ": expected a URL such as https://host, found \"" + url + "\"");
        }
        return url;
    }

    /** To be told nowhere. */
    List<String> secrets() {
        return Stream.of("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
                .flatMap(name -> variable(name).stream())
                .toList();
    }

    RemoteDestination open(DestinationType type, Map<String, String> settings) {
        try {
            return DestinationLayer.aws().open(type.text(), settings, environment);
        } catch (IllegalArgumentException failure) {
            throw new ConfigurationException("shrike: the destination " + type.text() + ": " + failure.getMessage());
        }
    }
}
