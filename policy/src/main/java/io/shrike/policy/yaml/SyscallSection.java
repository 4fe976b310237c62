package io.shrike.policy.yaml;

import io.shrike.model.Action;
import io.shrike.model.Severity;
import io.shrike.policy.document.Position;
import io.shrike.policy.document.SyscallRules;
import io.shrike.policy.document.SyscallRules.ArgumentCondition;
import io.shrike.policy.document.SyscallRules.Operator;
import io.shrike.policy.document.SyscallRules.SyscallRule;
import io.shrike.policy.document.SyscallRules.TracedSyscalls;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Reads {@code syscallFiltering}. */
final class SyscallSection {
    static final String NAME = "syscallFiltering";
    private static final String TRACED = "tracedSyscalls";
    private static final String RULES = "rules";

    private final Common common;

    SyscallSection(Common common) {
        this.common = common;
    }

    Optional<SyscallRules> read(YamlNode node) {
        Fields fields = Fields.of(node, NAME, List.of(Common.ENABLED, TRACED, RULES), common.problems());
        boolean enabled = Common.enabled(fields);
        if (enabled && fields.usable() && !fields.has(TRACED) && !fields.has(RULES)) {
            fields.problems().error(fields.position(), NAME + ": needs " + TRACED + " or " + RULES);
        }
        Position position = fields.keyPosition(TRACED);
        List<String> names = fields.list(TRACED, SyscallSection::nameOrAll);
        Optional<TracedSyscalls> traced = names.isEmpty()
                ? Optional.empty()
                : Optional.of(new TracedSyscalls(
                        position,
                        names.stream().filter(name -> !name.equals("*")).toList(),
                        names.contains("*")));
        return Common.where(enabled, new SyscallRules(traced, fields.list(RULES, this::rule)));
    }

    private static Optional<String> nameOrAll(YamlNode node, String label, Problems problems) {
        boolean all = node instanceof YamlNode.Scalar scalar && scalar.text().equals("*");
        return all ? Optional.of("*") : name(node, label, problems);
    }

    private static Optional<String> name(YamlNode node, String label, Problems problems) {
        Optional<String> name = Scalars.TEXT.read(node, label, problems);
        if (name.isPresent() && !SyscallNames.isKnown(name.get())) {
            String hint = SyscallNames.hint(name.get());
            problems.error(node.position(), label + ": " + Quote.found(node) + " is not a system call" + hint);
            return Optional.empty();
        }
        return name;
    }

    private Optional<SyscallRule> rule(YamlNode node, String label, Problems problems) {
        Fields fields = common.ruleFields(node, label, List.of("syscalls", "args"));
        fields.requirePresent("syscalls");
        return Optional.of(new SyscallRule(
                common.source(fields, NAME + "." + label),
                fields.list("syscalls", SyscallSection::name),
                fields.list("args", SyscallSection::condition),
                Common.severity(fields, Severity.MEDIUM),
                Common.action(fields, Action.ALERT)));
    }

    private static Optional<ArgumentCondition> condition(YamlNode node, String label, Problems problems) {
        Fields fields = Fields.of(node, label, List.of("index", "operator", "values", "bits"), problems);
        Optional<Integer> index = fields.required("index", Scalars.integer(0, 5));
        fields.requirePresent("values");
        List<BigInteger> values = fields.list("values", Constants.VALUE);
        Operator operator = fields.value("operator", Choice.OPERATOR, Operator.EQUAL);
        int least = values.stream().allMatch(SyscallSection::fits32) ? 32 : 64;
        int bits = fields.value("bits", SyscallSection::bits, least);
        if (bits < least) {
            problems.error(fields.keyPosition("bits"), "bits: a value does not fit " + bits + " bits");
        }
        long mask = bits == 32 ? 0xffff_ffffL : -1L;
        List<Long> numbers =
                values.stream().map(value -> value.longValue() & mask).toList();
        return index.map(i -> new ArgumentCondition(i, operator, numbers, bits));
    }

    private static boolean fits32(BigInteger value) {
        return value.signum() < 0 ? value.bitLength() < 32 : value.bitLength() <= 32;
    }

    private static Optional<Integer> bits(YamlNode node, String label, Problems problems) {
        return switch (Numbers.whole(node).map(BigInteger::toString).orElse("")) {
            case "32" -> Optional.of(32);
            case "64" -> Optional.of(64);
            default -> Scalars.wrong(node, label, "32 or 64", "", problems);
        };
    }
}
