package io.shrike.policy.yaml;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import io.shrike.policy.document.ProgramRule;
import io.shrike.policy.document.RuleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What all rules of a document share. {@code labels} are the document's, as {@code key=value}. */
record Common(List<String> labels, Problems problems) {
    static final String ENABLED = "enabled";
    static final String SEVERITY = "severity";
    static final String ACTION = "action";
    static final String MITRE = "mitre";
    static final String TAGS = "tags";
    static final String ALLOWED = "allowedExecutables";

    private static final Pattern TECHNIQUE = Pattern.compile("T[0-9]{4}(\\.[0-9]{3})?|TA[0-9]{4}");
    private static final Reader<String> TECHNIQUE_ID = Scalars.textLike(
            "a MITRE ATT&CK id such as T1059 or T1059.004",
            id -> TECHNIQUE.matcher(id).matches());

    Common {
        labels = List.copyOf(labels);
    }

    /** A mapping whose keys are {@code own} and those that every rule may have. */
    Fields ruleFields(YamlNode node, String label, List<String> own) {
        List<String> allowed = new ArrayList<>(own);
        allowed.addAll(List.of(SEVERITY, ACTION, MITRE, TAGS));
        return Fields.of(node, label, allowed, problems);
    }

    RuleSource source(Fields fields, String rule) {
        List<String> mitre = fields.listOrNothing(MITRE, TECHNIQUE_ID);
        List<String> own = fields.listOrNothing(TAGS, Scalars.TEXT);
        List<String> tags = new ArrayList<>(own);
        tags.addAll(labels);
        return new RuleSource(rule, fields.position(), mitre, own.isEmpty() ? labels : tags);
    }

    /** A rule that excuses the programs in {@code allowedExecutables}. */
    ProgramRule programRule(Fields fields, String rule, Severity fallback) {
        return new ProgramRule(
                source(fields, rule),
                fields.listOrNothing(ALLOWED, Globs.EXECUTABLE),
                severity(fields, fallback),
                action(fields, Action.ALERT));
    }

    static Severity severity(Fields fields, Severity fallback) {
        return fields.value(SEVERITY, Choice.SEVERITY, fallback);
    }

    static Action action(Fields fields, Action fallback) {
        return fields.value(ACTION, Choice.ACTION, fallback);
    }

    static boolean enabled(Fields fields) {
        return fields.value(ENABLED, Scalars.BOOLEAN, true);
    }

    /** The value where the section is enabled; it has been read, and its mistakes reported, in any case. */
    static <T> Optional<T> where(boolean enabled, T value) {
        return enabled ? Optional.of(value) : Optional.empty();
    }
}
