package io.shrike.policy.yaml;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import io.shrike.policy.document.ExecRules;
import io.shrike.policy.document.ExecRules.ArgumentsMatch;
import io.shrike.policy.document.ExecRules.EnvironmentCondition;
import io.shrike.policy.document.ExecRules.ExecConditions;
import io.shrike.policy.document.ExecRules.ExecRule;
import io.shrike.policy.document.ExecRules.UserRange;
import io.shrike.policy.document.ProgramRule;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code processExecution}. */
final class ExecSection {
    static final String NAME = "processExecution";
    private static final String REVERSE_SHELL = "reverseShell";
    private static final List<String> CONDITIONS =
            List.of("parent", "user", "cwd", "env", "fileless", "newBinary", "sha256");
    private static final List<String> RULE_KEYS = List.of(
            "name",
            "args",
            "argsMatch",
            "captureArgs",
            "parent",
            "user",
            "cwd",
            "env",
            "fileless",
            "newBinary",
            "sha256");
    private static final Pattern USERS = Pattern.compile("(0|[1-9][0-9]{0,9})(?:-(0|[1-9][0-9]{0,9}))?");
    /** (uid_t) -1 means "no user" to the kernel. */
    private static final long LAST_USER = 0xffff_fffeL;

    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?", Pattern.DOTALL);

    private final Common common;

    ExecSection(Common common) {
        this.common = common;
    }

    Optional<ExecRules> read(YamlNode node) {
        Fields fields =
                Fields.of(node, NAME, List.of(Common.ENABLED, "trackedExecutables", REVERSE_SHELL), common.problems());
        boolean enabled = Common.enabled(fields);
        if (enabled && !fields.has(REVERSE_SHELL)) {
            fields.requirePresent("trackedExecutables");
        }
        return Common.where(
                enabled,
                new ExecRules(
                        fields.list("trackedExecutables", this::rule),
                        fields.value(REVERSE_SHELL, this::reverseShell)));
    }

    private Optional<ProgramRule> reverseShell(YamlNode node, String label, Problems problems) {
        Fields fields = common.ruleFields(node, label, List.of(Common.ALLOWED));
        return Optional.of(common.programRule(fields, NAME + "." + label, Severity.CRITICAL));
    }

    private Optional<ExecRule> rule(YamlNode node, String label, Problems problems) {
        Fields fields = common.ruleFields(node, label, RULE_KEYS);
        boolean conditional = CONDITIONS.stream().anyMatch(fields::has);
        if (fields.usable() && !conditional && !fields.has("name")) {
            problems.error(fields.position(), "name: is missing (only a rule with conditions can do without)");
        }
        Optional<String> name = fields.value("name", Globs.EXECUTABLE);
        ExecRule rule = new ExecRule(
                common.source(fields, NAME + "." + label),
                name.orElse("*"),
                fields.list("args", Globs.ANY),
                fields.value("argsMatch", Choice.ARGUMENTS_MATCH, ArgumentsMatch.ANY),
                fields.value("captureArgs", Scalars.BOOLEAN, false),
                conditional ? conditions(fields) : ExecConditions.NONE,
                Common.severity(fields, Severity.MEDIUM),
                Common.action(fields, Action.ALERT));
        if (fields.has("argsMatch") && !fields.has("args")) {
            problems.error(fields.keyPosition("argsMatch"), "argsMatch: needs args");
        }
        return Optional.of(rule);
    }

    private static ExecConditions conditions(Fields fields) {
        return new ExecConditions(
                fields.oneOrMore("parent", Globs.EXECUTABLE),
                fields.oneOrMore("user", ExecSection::users),
                fields.oneOrMore("cwd", Globs.ABSOLUTE),
                fields.oneOrMore("env", ExecSection::variable),
                fields.value("fileless", Scalars.BOOLEAN, false),
                fields.value("newBinary", Scalars.BOOLEAN, false),
                fields.oneOrMore("sha256", Scalars.SHA256));
    }

    private static Optional<UserRange> users(YamlNode node, String label, Problems problems) {
        String written = node instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        String text = Numbers.whole(node).map(BigInteger::toString).orElse(written);
        if (text.equals("root")) {
            return Optional.of(new UserRange(0, 0));
        }
        Matcher users = USERS.matcher(text);
        if (!users.matches()) {
            return Scalars.wrong(node, label, "a user id, a range such as 1000-65535, or root", "", problems);
        }
        long first = Long.parseLong(users.group(1));
        long last = users.group(2) == null ? first : Long.parseLong(users.group(2));
        if (last > LAST_USER || first > last) {
            return Scalars.wrong(node, label, "user ids up to " + LAST_USER + ", the lower first", "", problems);
        }
        return Optional.of(new UserRange(first, last));
    }

    private static Optional<EnvironmentCondition> variable(YamlNode node, String label, Problems problems) {
        Optional<String> text = Globs.ANY.read(node, label, problems);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher variable = VARIABLE.matcher(text.get());
        if (!variable.matches()) {
            return Scalars.wrong(node, label, "NAME or NAME=glob", "", problems);
        }
        Optional<String> value = Optional.ofNullable(variable.group(2));
        return Optional.of(new EnvironmentCondition(variable.group(1), value));
    }
}
