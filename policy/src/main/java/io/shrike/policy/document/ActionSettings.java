package io.shrike.policy.document;

import io.shrike.model.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The section {@code actions}: what a document's log, alert and block mean. */
public record ActionSettings(
        LogSettings log, AlertSettings alert, BlockSettings block, Optional<QualysIntegration> qualysIntegration) {

    /** What holds without the section: events are written, nothing is blocked. */
    public static final ActionSettings DEFAULT =
            new ActionSettings(LogSettings.DEFAULT, AlertSettings.DEFAULT, BlockSettings.DEFAULT, Optional.empty());

    /**
     * {@code log}. Without a {@code destination} events go where the command line says. {@code logGroup} is for CloudWatch
     * and may come from LOG_GROUP_NAME; {@code path} is for FILE; {@code format}
     * is native or ocsf.
     */
    public record LogSettings(
            boolean enabled,
            Optional<LogDestination> destination,
            Optional<String> logGroup,
            Optional<String> path,
            Optional<String> format) {
        public static final LogSettings DEFAULT =
                new LogSettings(true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Where logged events go. */
    public enum LogDestination {
        STDOUT,
        FILE,
        CLOUDWATCH
    }

    /** {@code alert}. */
    public record AlertSettings(boolean enabled, List<Destination> destinations) {
        public static final AlertSettings DEFAULT = new AlertSettings(true, List.of());

        public AlertSettings {
            destinations = List.copyOf(destinations);
        }
    }

    /**
     * One entry of {@code alert.destinations}. {@code settings} holds the keys of its type that are set and not empty, e.g.
     * {@code topicArn}, with a webhook's headers as {@code headers.NAME}; {@code filter} limits what is sent.
     */
    public record Destination(
            String path,
            Position position,
            DestinationType type,
            boolean enabled,
            Map<String, String> settings,
            Filter filter) {
        public Destination {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        public Optional<String> setting(String key) {
            return Optional.ofNullable(settings.get(key));
        }
    }

    /** Which events go to a destination: of these types, at least so bad, of these policies. Empty lists are no limit. */
    public record Filter(List<String> eventTypes, Severity least, List<String> policies) {
        public static final Filter NONE = new Filter(List.of(), Severity.LOW, List.of());

        public Filter {
            eventTypes = List.copyOf(eventTypes);
            policies = List.copyOf(policies);
        }
    }

    /** {@code block}. Not enabled: a block rule alerts with outcome would_block. */
    public record BlockSettings(boolean enabled, BlockAction action) {
        public static final BlockSettings DEFAULT = new BlockSettings(false, BlockAction.TERMINATE);
    }

    /** How a call is blocked. */
    public enum BlockAction {
        TERMINATE,
        /** SIGSTOP, for forensics. */
        PAUSE,
        /** The call fails with EPERM and the process lives. */
        DENY
    }

    /** {@code qualysIntegration}. No {@code eventTypes} means all that Qualys takes. */
    public record QualysIntegration(
            boolean enabled,
            Optional<String> endpoint,
            boolean allowInsecure,
            boolean sendEvents,
            List<String> eventTypes) {
        public QualysIntegration {
            eventTypes = List.copyOf(eventTypes);
        }
    }
}
