package io.shrike.policy.yaml;

import io.shrike.policy.document.ActionSettings;
import io.shrike.policy.document.ActionSettings.AlertSettings;
import io.shrike.policy.document.ActionSettings.BlockAction;
import io.shrike.policy.document.ActionSettings.BlockSettings;
import io.shrike.policy.document.ActionSettings.LogDestination;
import io.shrike.policy.document.ActionSettings.LogSettings;
import io.shrike.policy.document.ActionSettings.QualysIntegration;
import io.shrike.policy.document.AwsName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code actions}. */
final class ActionsSection {
    static final String NAME = "actions";

    private final Common common;
    private final Function<String, Optional<String>> environment;

    ActionsSection(Common common, Function<String, Optional<String>> environment) {
        this.common = common;
        this.environment = environment;
    }

    ActionSettings read(YamlNode node) {
        Fields fields = Fields.of(node, NAME, List.of("log", "alert", "block", "qualysIntegration"), common.problems());
        return new ActionSettings(
                fields.value("log", this::log, LogSettings.DEFAULT),
                fields.value("alert", this::alert, AlertSettings.DEFAULT),
                fields.value("block", ActionsSection::block, BlockSettings.DEFAULT),
                fields.value("qualysIntegration", ActionsSection::qualys));
    }

    private Optional<LogSettings> log(YamlNode node, String label, Problems problems) {
        Fields fields =
                Fields.of(node, label, List.of(Common.ENABLED, "destination", "logGroup", "path", "format"), problems);
        boolean enabled = Common.enabled(fields);
        Optional<LogDestination> destination = fields.value("destination", Choice.LOG_DESTINATION);
        Optional<String> logGroup = fields.value("logGroup", DestinationReader.aws(AwsName.LOG_GROUP))
                .filter(group -> !group.isEmpty());
        Optional<String> path = fields.value("path", Globs.ABSOLUTE);
        if (enabled && destination.isPresent()) {
            checkDestination(fields, destination.get(), logGroup);
        }
        Optional<String> format = fields.value("format", Choice.FORMAT);
        if (fields.has("format") && !fields.has("destination")) {
            problems.error(
                    fields.keyPosition("format"),
                    "format: is the form of events at a destination, and the log names none: say destination");
        }
        return Optional.of(new LogSettings(enabled, destination, logGroup, path, format));
    }

    private void checkDestination(Fields fields, LogDestination destination, Optional<String> logGroup) {
        switch (destination) {
            case STDOUT -> {}
            case FILE -> fields.requirePresent("path");
            case CLOUDWATCH -> {
                boolean known = logGroup.isPresent()
                        || environment
                                .apply("LOG_GROUP_NAME")
                                .filter(name -> !name.isEmpty())
                                .isPresent();
                if (!known) {
                    String text = "log: nothing reaches CloudWatch: neither logGroup nor LOG_GROUP_NAME is set";
                    fields.problems().warning(fields.keyPosition("destination"), text);
                }
            }
        }
    }

    private Optional<AlertSettings> alert(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(node, label, List.of(Common.ENABLED, "destinations"), problems);
        boolean enabled = Common.enabled(fields);
        return Optional.of(
                new AlertSettings(enabled, fields.listOrNothing("destinations", new DestinationReader(environment))));
    }

    private static Optional<BlockSettings> block(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(node, label, List.of(Common.ENABLED, "action"), problems);
        boolean enabled = fields.value(Common.ENABLED, Scalars.BOOLEAN, false);
        return Optional.of(
                new BlockSettings(enabled, fields.value("action", Choice.BLOCK_ACTION, BlockAction.TERMINATE)));
    }

    private static Optional<QualysIntegration> qualys(YamlNode node, String label, Problems problems) {
        List<String> keys = List.of(
                Common.ENABLED,
                DestinationReader.ENDPOINT,
                DestinationReader.ALLOW_INSECURE,
                "sendEvents",
                "eventTypes");
        Fields fields = Fields.of(node, label, keys, problems);
        Optional<String> endpoint = fields.value(DestinationReader.ENDPOINT, DestinationReader.URL_OR_NOTHING)
                .filter(url -> !url.isEmpty());
        boolean allowInsecure = fields.value(DestinationReader.ALLOW_INSECURE, Scalars.BOOLEAN, false);
        DestinationReader.requireTls(fields, endpoint, allowInsecure);
        return Optional.of(new QualysIntegration(
                Common.enabled(fields),
                endpoint,
                allowInsecure,
                fields.value("sendEvents", Scalars.BOOLEAN, true),
                fields.list("eventTypes", Choice.EVENT_TYPE)));
    }
}
