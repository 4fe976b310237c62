package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.DestinationProvider;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.policy.document.AwsName;
import io.shrike.policy.document.DestinationType;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Destinations of AWS: what of them stands in the environment, and how they are opened. */
final class AwsDestinations {
    private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9.:_\\[\\]-]+(/\\S*)?");
    private static final String REGION_KEY = AwsName.REGION.key();

    private final Map<String, String> environment;
    private Optional<DestinationProvider> provider = Optional.empty();

    AwsDestinations(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Where events go, or why they go nowhere. */
    sealed interface Found {
        /** What tells a destination from others of its type, and its settings with what the environment adds. */
        record Place(URI address, Map<String, String> settings) implements Found {}

        /** For people. */
        record Nowhere(String why) implements Found {}
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** {@code given}: the settings of the policy. */
    Found find(DestinationType type, Map<String, String> given) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (AwsSetting setting : AwsSetting.of(type)) {
            if (setting.name() == AwsName.NAMESPACE && EventForms.isOcsf(given)) {
                continue;
            }
            Optional<String> value = Optional.ofNullable(
                            given.get(setting.name().key()))
                    .or(() -> setting.variable().flatMap(name -> named(setting.name(), name)));
            value.ifPresent(text -> settings.put(setting.name().key(), text));
            if (setting.needed() && value.isEmpty()) {
                return missing(type, setting.name().key(), setting.variable().orElse("a variable"));
            }
        }
        String subject = settings.values().stream().findFirst().orElse("");
        Optional<String> region = Optional.ofNullable(given.get(REGION_KEY))
                .or(() -> AwsName.regionOf(subject))
                .or(() -> named(AwsName.REGION, "AWS_REGION"))
                .or(() -> named(AwsName.REGION, "AWS_DEFAULT_REGION"));
        if (region.isEmpty()) {
            return missing(type, REGION_KEY, "AWS_REGION");
        }
        settings.put(REGION_KEY, region.get());
        if (type == DestinationType.CLOUDWATCH) {
            settings.computeIfAbsent(AwsName.LOG_STREAM.key(), _ -> TaskName.of(environment));
        }
        endpoint(AwsSetting.service(type)).ifPresent(url -> settings.put("endpoint", url));
        Optional.ofNullable(given.get(EventForms.KEY)).ifPresent(form -> settings.put(EventForms.KEY, form));
        return new Found.Place(address(type, subject, region.get()), settings);
    }

    private static Found missing(DestinationType type, String key, String variable) {
        return new Found.Nowhere(
                "the destination " + type.text() + " gets nothing: neither " + key + " nor " + variable + " is set");
    }

    private static URI address(DestinationType type, String subject, String region) {
        return AwsName.regionOf(subject).isPresent()
                ? URI.create(subject)
                : URI.create(
                        "aws:" + type.text() + ":" + region + ":" + URLEncoder.encode(subject, StandardCharsets.UTF_8));
    }

    /** What a variable of the environment says. */
    private Optional<String> named(AwsName name, String variable) {
        Optional<String> value = variable(variable);
        if (value.filter(text -> !name.matches(text)).isPresent()) {
            throw new ConfigurationException(
                    "shrike: " + variable + ": expected " + name.expected() + ", found \"" + value.get() + "\"");
        }
        return value;
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

    RemoteDestination open(DestinationType type, Map<String, String> settings, EventForm form) {
        try {
            DestinationProvider aws = provider.orElseGet(DestinationLayer::aws);
            provider = Optional.of(aws);
            return aws.open(type.text(), settings, form, environment);
        } catch (IllegalArgumentException failure) {
            throw new ConfigurationException("shrike: the destination " + type.text() + ": " + failure.getMessage());
        }
    }
}
