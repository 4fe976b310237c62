package io.shrike.policy.yaml;

import io.shrike.model.Action;
import io.shrike.model.FileOperation;
import io.shrike.model.Severity;
import io.shrike.policy.document.FileRules;
import io.shrike.policy.document.FileRules.FileRule;
import io.shrike.policy.document.FileRules.ProcessScope;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code fileIntegrityMonitoring}. */
final class FileSection {
    static final String NAME = "fileIntegrityMonitoring";
    private static final Set<FileOperation> DEFAULT_EVENTS = EnumSet.of(FileOperation.OPEN, FileOperation.WRITE);
    private static final List<String> RULE_KEYS = List.of("path", "recursive", "exclude", "events", "processes");

    private final Common common;

    FileSection(Common common) {
        this.common = common;
    }

    Optional<FileRules> read(YamlNode node) {
        Fields fields = Fields.of(node, NAME, List.of(Common.ENABLED, "paths"), common.problems());
        boolean enabled = Common.enabled(fields);
        if (enabled) {
            fields.requirePresent("paths");
        }
        return Common.where(enabled, new FileRules(fields.list("paths", this::rule)));
    }

    private Optional<FileRule> rule(YamlNode node, String label, Problems problems) {
        Fields fields = common.ruleFields(node, label, RULE_KEYS);
        Optional<String> path = fields.required("path", Globs.ABSOLUTE);
        List<FileOperation> events = fields.list("events", Choice.FILE_EVENT);
        FileRule rule = new FileRule(
                common.source(fields, NAME + "." + label),
                path.orElse("/"),
                fields.value("recursive", Scalars.BOOLEAN, false),
                fields.listOrNothing("exclude", Globs.ABSOLUTE_OR_NAME),
                events.isEmpty() ? DEFAULT_EVENTS : EnumSet.copyOf(events),
                fields.value("processes", this::scope, ProcessScope.EVERYBODY),
                Common.severity(fields, Severity.MEDIUM),
                Common.action(fields, Action.ALERT));
        return path.map(_ -> rule);
    }

    private Optional<ProcessScope> scope(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(node, label, List.of("include", "exclude"), problems);
        List<String> include = fields.list("include", Globs.EXECUTABLE);
        List<String> exclude = fields.listOrNothing("exclude", Globs.EXECUTABLE);
        return Optional.of(new ProcessScope(include, exclude));
    }
}
