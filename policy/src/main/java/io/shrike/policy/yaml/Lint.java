package io.shrike.policy.yaml;

import io.shrike.model.Action;
import io.shrike.policy.document.ActionSettings;
import io.shrike.policy.document.PolicyDocument;
import io.shrike.policy.document.RuleSource;
import java.util.ArrayList;
import java.util.List;

/** Warns of what is well written and yet does nothing. */
final class Lint {
    private final PolicyDocument document;
    private final Problems problems;

    private Lint(PolicyDocument document, Problems problems) {
        this.document = document;
        this.problems = problems;
    }

    static void check(PolicyDocument document, boolean saysBlock, Problems problems) {
        Lint lint = new Lint(document, problems);
        List<Asked> rules = lint.rules();
        lint.checkActions(rules, saysBlock);
        TracedLint.check(document, problems);
        ShadowLint.check(document, problems);
    }

    /** Whether the document has any rule, or names system calls to see. */
    static boolean watches(PolicyDocument document) {
        return document.files().isPresent()
                || document.executions().isPresent()
                || document.network().isPresent()
                || document.software().isPresent()
                || document.syscalls().isPresent();
    }

    /** A rule and what it asks for. */
    private record Asked(RuleSource source, Action action) {}

    private List<Asked> rules() {
        List<Asked> rules = new ArrayList<>();
        document.files().ifPresent(files -> files.paths().forEach(r -> rules.add(new Asked(r.source(), r.action()))));
        document.executions()
                .ifPresent(e -> e.trackedExecutables().forEach(r -> rules.add(new Asked(r.source(), r.action()))));
        document.executions()
                .flatMap(e -> e.reverseShell())
                .ifPresent(r -> rules.add(new Asked(r.source(), r.action())));
        document.network().ifPresent(network -> {
            network.outbound().ifPresent(r -> rules.add(new Asked(r.source(), r.action())));
            network.outbound()
                    .ifPresent(o -> o.guards().all().forEach(r -> rules.add(new Asked(r.source(), r.action()))));
            network.inbound().ifPresent(r -> rules.add(new Asked(r.source(), r.action())));
        });
        document.software().ifPresent(software -> {
            software.packageManagers().forEach(r -> rules.add(new Asked(r.source(), r.action())));
            software.packageDatabases().ifPresent(r -> rules.add(new Asked(r.source(), r.action())));
            software.dynamicLibraries().ifPresent(r -> rules.add(new Asked(r.source(), r.action())));
        });
        document.syscalls().ifPresent(s -> s.rules().forEach(r -> rules.add(new Asked(r.source(), r.action()))));
        return rules;
    }

    private void checkActions(List<Asked> rules, boolean saysBlock) {
        ActionSettings actions = document.actions();
        if (!actions.log().enabled()) {
            warn(rules, Action.LOG, "log, which actions.log switches off: what they find is not told");
        }
        if (!actions.alert().enabled()) {
            warn(rules, Action.ALERT, "alert, which actions.alert switches off: nobody is alerted");
        }
        if (!actions.block().enabled() && !saysBlock) {
            warn(rules, Action.BLOCK, "block, which actions.block does not enable: the outcome is would_block");
        }
    }

    private void warn(List<Asked> rules, Action action, String what) {
        List<Asked> asking =
                rules.stream().filter(rule -> rule.action() == action).toList();
        if (!asking.isEmpty()) {
            RuleSource first = asking.getFirst().source();
            String others = asking.size() == 1 ? "" : " (and " + (asking.size() - 1) + " more)";
            problems.warning(first.position(), first.rule() + others + ": action " + what);
        }
    }
}
