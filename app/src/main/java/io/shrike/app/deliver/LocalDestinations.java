package io.shrike.app.deliver;

import io.shrike.app.config.ConfigurationException;
import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.FormedEvents;
import io.shrike.delivery.destination.RemoteDestination;
import io.shrike.delivery.destination.local.FileDestination;
import io.shrike.delivery.destination.local.RotationLimits;
import io.shrike.delivery.destination.syslog.Syslog;
import io.shrike.delivery.destination.syslog.SyslogSettings;
import io.shrike.policy.document.ActionSettings.Destination;
import io.shrike.policy.document.DestinationType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Destinations that no cloud runs: a file, syslog. */
final class LocalDestinations {
    private static final String DEFAULT_FACILITY = "authpriv";

    private LocalDestinations() {}

    /** What tells the destination from others of its type; empty where it names nothing. */
    static Optional<URI> address(Destination destination) {
        return switch (destination.type()) {
            case FILE -> destination.setting("path").map(path -> Path.of(path).toUri());
            case SYSLOG -> destination.setting("endpoint").map(URI::create);
            case QUALYS_CRS, WEBHOOK, SNS, CLOUDWATCH, EVENTBRIDGE, SECURITYHUB, FIREHOSE, S3, DYNAMODB ->
                Optional.empty();
        };
    }

    /** Empty for what is none of these. Throws ConfigurationException where the settings cannot be. */
    static Optional<RemoteDestination> open(
            DestinationType type, URI address, Map<String, String> settings, Authorities authorities, EventForm form) {
        return switch (type) {
            case FILE ->
                Optional.of(new FormedEvents(
                        new FileDestination(Path.of(address), limits(settings), InstantSource.system()), form));
            case SYSLOG -> Optional.of(syslog(address, settings, authorities.of(settings), form));
            case QUALYS_CRS, WEBHOOK, SNS, CLOUDWATCH, EVENTBRIDGE, SECURITYHUB, FIREHOSE, S3, DYNAMODB ->
                Optional.empty();
        };
    }

    private static RotationLimits limits(Map<String, String> settings) {
        RotationLimits usual = RotationLimits.DEFAULT;
        return new RotationLimits(
                number(settings, "maxSizeMiB").map(size -> size << 20).orElse(usual.bytes()),
                number(settings, "maxAgeHours").map(Duration::ofHours),
                number(settings, "keep").map(Math::toIntExact).orElse(usual.keep()),
                "gzip".equals(settings.get("compression")));
    }

    private static Optional<Long> number(Map<String, String> settings, String key) {
        return Optional.ofNullable(settings.get(key)).map(Long::valueOf);
    }

    private static Syslog syslog(URI address, Map<String, String> settings, Optional<Path> caFile, EventForm form) {
        try {
            String facility = Optional.ofNullable(settings.get("facility")).orElse(DEFAULT_FACILITY);
            return new Syslog(SyslogSettings.of(address, caFile, facility), form);
        } catch (IllegalArgumentException failure) {
            throw new ConfigurationException("shrike: the endpoint of syslog: " + failure.getMessage());
        }
    }
}
